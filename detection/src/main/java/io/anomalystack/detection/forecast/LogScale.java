package io.anomalystack.detection.forecast;

/**
 * A logarithmic scale that is linear near zero, for series whose noise grows with their level, or
 * whose values are skewed: {@code log(1 + value / unit)}, mirrored below zero.
 *
 * @param unit above zero: where linear turns into logarithmic
 */
record LogScale(double unit) {
  double toScale(double value) {
    return Math.copySign(Math.log1p(Math.abs(value) / unit), value);
  }

  double fromScale(double scaled) {
    return Math.copySign(Math.expm1(Math.abs(scaled)) * unit, scaled);
  }

  /** The logarithm of how many times wider a step is on this scale. */
  double logSlope(double value) {
    return -Math.log(unit + Math.abs(value));
  }
}
