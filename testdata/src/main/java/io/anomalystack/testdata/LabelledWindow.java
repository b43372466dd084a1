package io.anomalystack.testdata;

import java.time.Instant;

/**
 * When a product's sales are known to be anomalous.
 *
 * @param start inclusive, a full minute
 * @param end exclusive, a full minute
 * @param productName whose sales
 * @param kind what is wrong
 */
public record LabelledWindow(Instant start, Instant end, String productName, AnomalyKind kind) {
  /** The header of a labels file. */
  public static final String CSV_HEADER = "start,end,product_name,kind";

  /** The window as a row of a labels file, without a line break. */
  public String toCsv() {
    return start + "," + end + "," + productName + "," + kind.label();
  }

  /** Whether the instant lies in the window. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end);
  }
}
