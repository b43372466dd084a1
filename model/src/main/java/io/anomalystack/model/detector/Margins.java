package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * How near to the predicted value a point is of no interest, however unusual.
 *
 * @param absolute in the measure's unit, finite, at least 0; with {@code joint} in that of each
 *     measure
 * @param relative as a part of the predicted value, finite, at least 0: 0.1 is ten per cent
 */
public record Margins(double absolute, double relative) implements Serializable {
  /** Every point is of interest. */
  public static final Margins NONE = new Margins(0, 0);

  /** How near is too near: the greater of the two margins, in the measure's unit. */
  public double around(double predicted) {
    return Math.max(absolute, relative * Math.abs(predicted));
  }
}
