package io.anomalystack.local.report;

import io.anomalystack.local.labels.Series;
import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;

/**
 * Anomalies in columns: when, which series, what it was, what was expected, and how odd that is.
 */
public final class AnomalyTable {
  private static final String COLUMNS = "llllrrr";
  private static final String[] HEADER = {
    "period (UTC)", "detector", "measure", "series", "value", "expected", "score"
  };

  /** About as wide as cells get, for rows that are printed before the next is known. */
  private static final String[] USUAL_WIDTHS = {
    "2024-08-29 13:35:00", "", "", "x".repeat(24), "x".repeat(9), "x".repeat(9), "100.0"
  };

  private final Table table = new Table(COLUMNS).fitting(HEADER).fitting(USUAL_WIDTHS);

  /** A table that is printed line by line. */
  public AnomalyTable(List<Detector> detectors) {
    for (Detector detector : detectors) {
      detector.measures().forEach(m -> table.fitting("", detector.name(), m.name()));
    }
  }

  /** The header of a table that is printed line by line. */
  public String header() {
    return table.next(HEADER);
  }

  /** The next line of a table that is printed line by line. */
  public String line(Decision anomaly) {
    return table.next(cells(anomaly));
  }

  /** A whole table: a header, and a line for each anomaly. */
  public static List<String> lines(List<Decision> anomalies) {
    Table table = new Table(COLUMNS).row(HEADER);
    anomalies.forEach(anomaly -> table.row(cells(anomaly)));
    return table.lines();
  }

  private static String[] cells(Decision anomaly) {
    return new String[] {
      Numbers.time(anomaly.detectionPeriodStart()),
      anomaly.detectorName(),
      anomaly.measure(),
      Series.dimensionText(anomaly.dimensionList()),
      Numbers.value(anomaly.aggregatedMeasureValue()),
      Numbers.value(anomaly.expectedValue()),
      Numbers.score(anomaly.anomalyScore())
    };
  }
}
