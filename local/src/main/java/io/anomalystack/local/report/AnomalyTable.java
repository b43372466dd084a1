package io.anomalystack.local.report;

import io.anomalystack.local.labels.Series;
import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.text.FindingText;
import io.anomalystack.model.text.ReadableNumber;
import java.util.Comparator;
import java.util.List;

/**
 * Anomalies in columns: when, which series, what it was, what was expected, and how odd that is.
 */
public final class AnomalyTable {
  private static final String COLUMNS = "llllrrlr";
  private static final String[] HEADER = {
    "period (UTC)", "detector", "measure", "series", "value", "expected", "range", "score"
  };

  /** About as wide as cells get, for rows that are printed before the next is known. */
  private static final String[] USUAL_WIDTHS = {
    "2024-08-29 13:35:00", "", "", "x".repeat(24), "12,345.6", "12,345.6", "10.05 to 20.05", "100.0"
  };

  private final Table table = new Table(COLUMNS).fitting(HEADER).fitting(USUAL_WIDTHS);

  /** A table that is printed line by line. */
  public AnomalyTable(List<Detector> detectors) {
    for (Detector detector : detectors) {
      detector.measures().forEach(m -> table.fitting("", detector.name(), m.name()));
      if (detector.joint()) {
        String together = Series.jointMeasure(detector);
        detector.measures().forEach(m -> table.fitting("", "", together + " (" + m.name() + ")"));
      }
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
      measure(anomaly),
      Series.dimensionText(anomaly.dimensionList()),
      value(anomaly),
      expected(anomaly),
      range(anomaly),
      odd(anomaly)
    };
  }

  /** The score, or what a rule or the peers found where the score says nothing. */
  private static String odd(Decision anomaly) {
    return anomaly.anomalyDecision() == 1
        ? Numbers.score(anomaly.anomalyScore())
        : FindingText.worst(anomaly)
            .map(rule -> rule.name() + " (" + rule.severity().text() + ")")
            .or(() -> FindingText.peer(anomaly).map(peer -> "peers " + Numbers.score(peer.score())))
            .orElse(Numbers.score(anomaly.anomalyScore()));
  }

  /** Of measures that are judged together, also the one whose value it is: the oddest. */
  private static String measure(Decision anomaly) {
    return anomaly.measures().stream()
        .max(Comparator.comparingDouble(MeasureDecision::share))
        .map(oddest -> anomaly.measure() + " (" + oddest.name() + ")")
        .orElse(anomaly.measure());
  }

  /** What it was; of what is no number, what it is instead. */
  private static String value(Decision anomaly) {
    return anomaly.filled()
        ? FindingText.worst(anomaly)
            .filter(rule -> rule.limit() == 0 && rule.detail() != null)
            .map(RuleResult::detail)
            .orElse(ReadableNumber.of(anomaly.aggregatedMeasureValue()))
        : ReadableNumber.of(anomaly.aggregatedMeasureValue());
  }

  /** What was predicted; of a model that predicts nothing, what it says of an anomaly. */
  private static String expected(Decision anomaly) {
    if (anomaly.predictedValue() == null && anomaly.anomalyDecision() == 0) {
      return Ratios.UNKNOWN;
    }
    return anomaly.predictedValue() == null
        ? ReadableNumber.of(anomaly.expectedValue())
        : ReadableNumber.near(anomaly.predictedValue(), span(anomaly));
  }

  private static String range(Decision anomaly) {
    return anomaly.lowerBound() == null || anomaly.upperBound() == null
        ? Ratios.UNKNOWN
        : ReadableNumber.near(anomaly.lowerBound(), span(anomaly))
            + " to "
            + ReadableNumber.near(anomaly.upperBound(), span(anomaly));
  }

  private static double span(Decision anomaly) {
    return anomaly.lowerBound() == null || anomaly.upperBound() == null
        ? Double.NaN
        : anomaly.upperBound() - anomaly.lowerBound();
  }
}
