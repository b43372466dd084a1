package io.anomalystack.local.report;

import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.text.ReadableNumber;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What detectors do, in columns. */
public final class DetectorTable {
  private DetectorTable() {}

  /** A header and a line for each detector. */
  public static List<String> lines(List<Detector> detectors) {
    Table table =
        new Table("lllllrrl")
            .row(
                "detector",
                "topic",
                "period",
                "dimensions",
                "measures",
                "threshold",
                "lateness",
                "missing");
    detectors.forEach(
        detector ->
            table.row(
                detector.name(),
                detector.topic(),
                detector.eachRecord() ? "record" : DurationText.format(detector.period()),
                dimensions(detector),
                measures(detector),
                ReadableNumber.of(detector.anomalyThreshold()),
                DurationText.format(detector.allowedLateness()),
                detector.missing().name().toLowerCase(Locale.ROOT)));
    return table.lines();
  }

  private static String dimensions(Detector detector) {
    return detector.dimensions().isEmpty()
        ? "-"
        : detector.dimensions().stream().map(FieldPath::text).collect(Collectors.joining(", "));
  }

  private static String measures(Detector detector) {
    return detector.measures().stream()
        .map(DetectorTable::measure)
        .collect(Collectors.joining(", "));
  }

  private static String measure(Measure measure) {
    String text =
        measure.aggregation().name().toLowerCase(Locale.ROOT) + "(" + measure.field().text() + ")";
    return measure.name().equals(measure.field().text()) ? text : text + " as " + measure.name();
  }
}
