package io.anomalystack.detection;

/**
 * What a model says of one measure of a point. All but the share are in the measure's unit.
 *
 * @param value the measure's value, finite; of an imputed point or measure the value used
 * @param predicted what the model held to be most likely before it saw the value; NaN while unknown
 * @param lower values from here to {@code upper} are usual; NaN while unknown
 * @param upper see {@code lower}; NaN while unknown
 * @param expected what the model expected in place of an unusual value; 0.0 for a normal point
 * @param share the measure's part in the point's surprise, 0 to 1; the shares of a point add up to
 *     1, so that a single measure's is 1
 */
public record MeasureVerdict(
    double value, double predicted, double lower, double upper, double expected, double share) {

  /** Of a model with a single measure that makes no predictions. */
  public static MeasureVerdict unpredicted(double value, double expected) {
    return new MeasureVerdict(value, Double.NaN, Double.NaN, Double.NaN, expected, 1);
  }
}
