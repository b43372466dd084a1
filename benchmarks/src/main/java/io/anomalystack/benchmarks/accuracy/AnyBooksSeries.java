package io.anomalystack.benchmarks.accuracy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.LabelledWindow;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The units that AnyBooks sells, by product and minute, as {@code testdata/detectors/anybooks.yaml}
 * adds them up: a minute without a sale is 0.
 */
final class AnyBooksSeries {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MILLIS = 60_000;

  private AnyBooksSeries() {}

  /** One series for each product. */
  static List<LabelledSeries> of(long seed, Duration length) {
    AnyBooks shop = AnyBooks.BUNDLED.withSeed(seed).withLength(length);
    int minutes = (int) length.toMinutes();
    long first = minute(shop.start());
    Map<String, double[]> units = new TreeMap<>();
    for (Iterator<String> lines = shop.lines().iterator(); lines.hasNext(); ) {
      String line = lines.next();
      JsonNode sale = parse(line);
      double[] ofProduct =
          units.computeIfAbsent(sale.get("product_name").textValue(), name -> new double[minutes]);
      ofProduct[(int) (AnyBooks.timeOf(line) / MILLIS - first)] += sale.get("quantity").intValue();
    }
    return units.entrySet().stream()
        .map(
            product ->
                new LabelledSeries(
                    "AnyBooks " + seed + " " + product.getKey(),
                    60,
                    Slots.consecutive(first, minutes),
                    product.getValue(),
                    windows(shop, product.getKey(), first)))
        .toList();
  }

  private static List<Window> windows(AnyBooks shop, String product, long first) {
    return shop.labels().stream()
        .filter(label -> label.productName().equals(product))
        .map(label -> window(label, first))
        .toList();
  }

  private static Window window(LabelledWindow label, long first) {
    return new Window(
        (int) (minute(label.start()) - first),
        (int) (minute(label.end()) - first) - 1,
        label.kind().label());
  }

  private static long minute(Instant time) {
    return time.toEpochMilli() / MILLIS;
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
