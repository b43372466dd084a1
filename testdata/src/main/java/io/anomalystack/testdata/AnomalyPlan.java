package io.anomalystack.testdata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Where the anomalies of a stream lie. After the learning time, time is cut into stretches of
 * {@link AnyBooks#spacing}; each holds one anomaly per product, which starts in the stretch's
 * middle half and lies within one hour, so that two of one product are nearly half a stretch apart
 * at least. The second product's stretches are moved on by half of one, so that the products seldom
 * misbehave together.
 */
final class AnomalyPlan {
  private final Map<Product, NavigableMap<Long, Anomaly>> byStart = new EnumMap<>(Product.class);

  AnomalyPlan(AnyBooks settings) {
    long spacing = settings.spacing().toMinutes();
    for (Product product : Product.values()) {
      NavigableMap<Long, Anomaly> planned = new TreeMap<>();
      var random = settings.randomOf(product, -1);
      long end = settings.startMinute() + settings.length().toMinutes();
      long stretch =
          settings.startMinute()
              + settings.learning().toMinutes()
              + product.number() * spacing / Product.values().length;
      List<AnomalyKind> deck = new ArrayList<>();
      for (; stretch + spacing <= end; stretch += spacing) {
        if (deck.isEmpty()) {
          deck.addAll(shuffledKinds(random));
        }
        Anomaly anomaly =
            place(product, deck.remove(0), stretch + spacing / 4, spacing / 2, random);
        planned.put(anomaly.startMinute(), anomaly);
      }
      byStart.put(product, planned);
    }
  }

  /** The anomaly that the product has in that minute, or null. */
  Anomaly at(Product product, long epochMinute) {
    var entry = byStart.get(product).floorEntry(epochMinute);
    return entry == null || entry.getValue().endMinute() <= epochMinute ? null : entry.getValue();
  }

  List<LabelledWindow> labels() {
    return byStart.values().stream()
        .flatMap(planned -> planned.values().stream())
        .map(Anomaly::label)
        .sorted(
            Comparator.comparing(LabelledWindow::start).thenComparing(LabelledWindow::productName))
        .toList();
  }

  private static Anomaly place(
      Product product, AnomalyKind kind, long from, long span, SplittableRandom random) {
    int minutes =
        switch (kind) {
          case SPIKE -> random.nextInt(1, 3);
          case DROP -> random.nextInt(2, 5);
          case OUTAGE -> random.nextInt(4, 9);
          case CONTEXT -> random.nextInt(6, 16);
        };
    long[] starts =
        LongStream.range(from, from + span)
            .filter(start -> Math.floorMod(start, 60) + minutes <= 60)
            .filter(start -> kind != AnomalyKind.CONTEXT || Product.isOddHour(start))
            .toArray();
    long start = starts[random.nextInt(starts.length)];
    double factor = kind == AnomalyKind.SPIKE ? random.nextInt(300, 501) / 100.0 : 1;
    return new Anomaly(product, kind, start, start + minutes, factor);
  }

  private static List<AnomalyKind> shuffledKinds(SplittableRandom random) {
    List<AnomalyKind> kinds = new ArrayList<>(List.of(AnomalyKind.values()));
    for (int i = kinds.size() - 1; i > 0; i--) {
      Collections.swap(kinds, i, random.nextInt(i + 1));
    }
    return kinds;
  }
}
