package io.anomalystack.testdata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds a stream up with a JSON library, so that the tests read what a user reads. */
final class SalesByMinute {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Map<Long, Integer>> units = new HashMap<>();

  SalesByMinute(List<String> lines) {
    for (String line : lines) {
      JsonNode sale = parse(line);
      long minute =
          Math.floorDiv(Instant.parse(sale.get("timestamp").textValue()).getEpochSecond(), 60);
      units
          .computeIfAbsent(sale.get("product_name").textValue(), name -> new HashMap<>())
          .merge(minute, sale.get("quantity").intValue(), Integer::sum);
    }
  }

  /** 0 where there is no record. */
  int units(String product, long epochMinute) {
    return units.get(product).getOrDefault(epochMinute, 0);
  }

  boolean hasRecord(String product, long epochMinute) {
    return units.get(product).containsKey(epochMinute);
  }

  /** Mean of the minutes in even (0) or odd (1) hours. */
  double mean(String product, int parityOfHour) {
    return units.get(product).entrySet().stream()
        .filter(entry -> entry.getKey() / 60 % 2 == parityOfHour)
        .mapToInt(Map.Entry::getValue)
        .average()
        .orElseThrow();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
