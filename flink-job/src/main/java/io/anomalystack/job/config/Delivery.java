package io.anomalystack.job.config;

/** What a consumer of the output topics may count on. */
public enum Delivery {
  /** Each decision once, for consumers that read committed records; visible at checkpoints. */
  EXACTLY_ONCE("exactly-once"),
  /** Each decision at least once, visible at once. */
  AT_LEAST_ONCE("at-least-once");

  private final String text;

  Delivery(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
