package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Findings;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.TimeSeriesId;
import java.util.List;

/**
 * Decisions on sales by product and minute, of which 20 were expected.
 *
 * @param minute when its period starts, in minutes after {@link #START}
 */
record SomeDecision(
    String product,
    long minute,
    double value,
    double score,
    double lower,
    double predicted,
    double upper,
    Suppression suppression) {
  static final long START = 1_724_938_500_000L; // a full minute
  static final long MINUTE = 60_000;

  /** A sale of nothing where 20 were expected. */
  static SomeDecision anomaly(String product, long minute, double score) {
    return new SomeDecision(product, minute, 0, score, 15, 20, 25, null);
  }

  /** The model is in doubt: both what was usual and nothing at all are possible. */
  static SomeDecision doubtful(String product, long minute, double value) {
    return new SomeDecision(product, minute, value, 0, 0, 10, 25, null);
  }

  /** The model knows what to expect. */
  static SomeDecision settled(String product, long minute, double value) {
    return new SomeDecision(product, minute, value, 0, value - 5, value, value + 5, null);
  }

  SomeDecision silenced() {
    Suppression byDirection = new Suppression(90, Suppression.DIRECTION);
    return new SomeDecision(product, minute, value, 0, lower, predicted, upper, byDirection);
  }

  static long at(long minute) {
    return START + minute * MINUTE;
  }

  Decision of(String detector) {
    List<Dimension> dimensions =
        List.of(new Dimension("product_name", product), new Dimension("country", "UK"));
    String id = TimeSeriesId.of(detector, "quantity", dimensions);
    boolean anomaly = score > 70;
    return new Decision(
        detector,
        "quantity",
        id,
        70,
        dimensions,
        value,
        score,
        at(minute),
        at(minute + 1),
        1_000,
        90,
        anomaly ? 1 : 0,
        ModelStage.INFERENCE,
        anomaly ? predicted : 0,
        TimeSeriesId.decisionId(id, at(minute), 0),
        false,
        false,
        predicted,
        lower,
        upper,
        anomaly ? 1 : 0,
        null,
        null,
        suppression,
        null,
        null,
        null,
        Findings.NONE);
  }

  Decision decision() {
    return of("sales");
  }
}
