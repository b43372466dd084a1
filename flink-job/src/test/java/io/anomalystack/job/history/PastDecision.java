package io.anomalystack.job.history;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.Findings;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import java.util.List;

/**
 * A decision of detector {@code sales} as the lake might hold it, of which only the point matters.
 */
record PastDecision(
    String detector,
    String measure,
    String product,
    long start,
    long length,
    double value,
    boolean filled,
    boolean partial,
    Long recordTime,
    Long sequence,
    List<MeasureDecision> measures) {
  private static final long MINUTE = 60_000;

  static PastDecision of(String product, long start, double value) {
    return new PastDecision(
        "sales", "quantity", product, start, MINUTE, value, false, false, null, null, List.of());
  }

  static PastDecision ofRecord(String product, long time, long sequence, double value) {
    long start = Math.floorDiv(time, 1000L) * 1000;
    return new PastDecision(
        "sales", "quantity", product, start, 1000, value, false, false, time, sequence, List.of());
  }

  static PastDecision ofMeasures(String product, long start, MeasureDecision... measures) {
    return new PastDecision(
        "sales",
        "x+y",
        product,
        start,
        MINUTE,
        measures[0].value(),
        false,
        false,
        null,
        null,
        List.of(measures));
  }

  PastDecision filledIn() {
    return new PastDecision(
        detector,
        measure,
        product,
        start,
        length,
        value,
        true,
        partial,
        recordTime,
        sequence,
        measures);
  }

  PastDecision cutOff() {
    return new PastDecision(
        detector,
        measure,
        product,
        start,
        length,
        value,
        filled,
        true,
        recordTime,
        sequence,
        measures);
  }

  PastDecision lasting(long millis) {
    return new PastDecision(
        detector,
        measure,
        product,
        start,
        millis,
        value,
        filled,
        partial,
        recordTime,
        sequence,
        measures);
  }

  PastDecision by(String otherDetector) {
    return new PastDecision(
        otherDetector,
        measure,
        product,
        start,
        length,
        value,
        filled,
        partial,
        recordTime,
        sequence,
        measures);
  }

  Decision decision() {
    List<Dimension> dimensions = List.of(new Dimension("product_name", product));
    String id = TimeSeriesId.of(detector, measure, dimensions);
    return new Decision(
        detector,
        measure,
        id,
        70,
        dimensions,
        value,
        0,
        start,
        start + length,
        1,
        0,
        0,
        ModelStage.LEARNING,
        0,
        TimeSeriesId.decisionId(id, start, sequence == null ? 0 : sequence),
        filled,
        partial,
        null,
        null,
        null,
        0,
        recordTime,
        sequence,
        null,
        Explanation.NONE,
        null,
        measures,
        Findings.NONE);
  }
}
