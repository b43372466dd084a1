package io.anomalystack.testdata;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One planted anomaly.
 *
 * @param startMinute epoch minute, inclusive
 * @param endMinute epoch minute, exclusive
 * @param factor of a spike; 1 for all other kinds
 */
record Anomaly(Product product, AnomalyKind kind, long startMinute, long endMinute, double factor) {

  LabelledWindow label() {
    return new LabelledWindow(
        Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(startMinute)),
        Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(endMinute)),
        product.productName(),
        kind);
  }
}
