package io.anomalystack.model.detector;

import java.util.Locale;

/** How the records of a topic are written; in a replay, a CSV file's header says so by itself. */
public enum InputFormat {
  /** One JSON object a record. */
  JSON,
  /** OpenTelemetry metrics in OTLP's JSON encoding: each data point is a record of its own. */
  OTLP_JSON,
  /** The same as a protobuf message. */
  OTLP_PROTOBUF;

  /** As the detector file writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
