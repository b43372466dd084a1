package io.anomalystack.local.quality;

/**
 * What another threshold would have made of the same scores.
 *
 * @param current the detector's threshold
 * @param threshold the whole number with the greatest F1
 * @param precision with that threshold
 * @param recall with that threshold
 * @param f1 of the two
 */
public record ThresholdHint(
    double current, int threshold, double precision, double recall, double f1) {}
