package io.anomalystack.benchmarks;

import java.time.Instant;

/** The records of the throughput runs: 100 bytes of JSON each. */
final class Records {
  static final String TOPIC = "sales";

  static final String DETECTORS =
      """
      detectors:
        - name: throughput
          topic: sales
          timestamp: {field: timestamp}
          period: 1m
          dimensions: [product_name]
          measures: [{field: quantity, aggregation: sum}]
      """;

  private static final int BYTES = 100;

  private Records() {}

  /** One sale; padded, as real records carry more than is read. */
  static String json(long epochMillis, int series, int quantity) {
    String start =
        "{\"timestamp\":\"%s\",\"product_name\":\"item-%05d\",\"quantity\":%d,\"note\":\""
            .formatted(Instant.ofEpochMilli(epochMillis / 1_000 * 1_000), series, quantity);
    return start + "x".repeat(Math.max(0, BYTES - 2 - start.length())) + "\"}";
  }
}
