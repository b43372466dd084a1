package io.anomalystack.testdata;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A record that looks odd but must be counted, and as what. */
public final class AwkwardRecord {
  private final String name;
  private final byte[] bytes;
  private final Instant timestamp;
  private final String productName;
  private final double quantity;

  AwkwardRecord(String name, String json, Instant timestamp, String productName, double quantity) {
    this.name = name;
    this.bytes = json.getBytes(StandardCharsets.UTF_8);
    this.timestamp = timestamp;
    this.productName = productName;
    this.quantity = quantity;
  }

  /** Unique, in words joined by hyphens. */
  public String name() {
    return name;
  }

  /** The record as read from the topic. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Its event time. */
  public Instant timestamp() {
    return timestamp;
  }

  /** The value of its dimension. */
  public String productName() {
    return productName;
  }

  /** The value of its measure. */
  public double quantity() {
    return quantity;
  }

  /** The name, which is what a parameterised test shows. */
  @Override
  public String toString() {
    return name;
  }
}
