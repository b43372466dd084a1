package io.anomalystack.detection;

import io.anomalystack.model.ModelStage;
import java.util.List;

/**
 * What a model says of one point.
 *
 * @param measures one for each measure, in the order of the point's values
 * @param score 0 to 100; exactly 0.0 while learning and for noise
 * @param confidence 0 to 100, rising as the model matures
 * @param stage learning or scoring
 * @param pointsUntilInference how many more points are learned before one is scored; 0 from the
 *     last point of {@code LEARNING} on
 * @param explanation what else the engine knows of an unusual point; null for a normal one
 */
public record Verdict(
    List<MeasureVerdict> measures,
    double score,
    double confidence,
    ModelStage stage,
    int pointsUntilInference,
    Explanation explanation) {

  public Verdict {
    measures = List.copyOf(measures);
    if (measures.isEmpty()) {
      throw new IllegalArgumentException("measures: must be one or more, was none");
    }
  }

  /** The measure with the largest share in the surprise; the first of equals. */
  public MeasureVerdict leading() {
    MeasureVerdict leading = measures.get(0);
    for (MeasureVerdict measure : measures) {
      leading = measure.share() > leading.share() ? measure : leading;
    }
    return leading;
  }
}
