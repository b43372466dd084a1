package io.anomalystack.job.decode;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.InputFormat;
import java.io.Serializable;
import java.util.List;

/** How records are written; a fresh reader is made for every topic and task. */
public sealed interface RecordFormat extends Serializable {
  /** One JSON object a record. */
  record Json() implements RecordFormat {}

  /**
   * One CSV row a record (RFC 4180).
   *
   * @param header the names of the columns
   */
  record Csv(String[] header) implements RecordFormat {}

  /**
   * One message of OpenTelemetry metrics a record, with any number of data points.
   *
   * @param protobuf whether it is in the binary encoding, not in JSON's
   */
  record Otlp(boolean protobuf) implements RecordFormat {}

  /**
   * The format of a topic.
   *
   * @param detectors those of the topic, which agree
   */
  static RecordFormat of(List<Detector> detectors) {
    return switch (format(detectors)) {
      case JSON -> new Json();
      case OTLP_JSON -> new Otlp(false);
      case OTLP_PROTOBUF -> new Otlp(true);
    };
  }

  /**
   * The format of a file of lines that stands for a topic.
   *
   * @throws IllegalArgumentException if the topic's records cannot stand on lines
   */
  static RecordFormat ofLines(List<Detector> detectors) {
    if (format(detectors) == InputFormat.OTLP_PROTOBUF) {
      throw new IllegalArgumentException(
          "detector '%s' reads otlp-protobuf, which no file of lines can hold; write the messages"
                  .formatted(detectors.get(0).name())
              + " as OTLP/JSON, one on each line, and set format: otlp-json");
    }
    return of(detectors);
  }

  private static InputFormat format(List<Detector> detectors) {
    return detectors.get(0).layout().format();
  }
}
