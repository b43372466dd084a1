package io.anomalystack.model;

/**
 * One of the measures that a detector judges together, in a decision on all of them.
 *
 * @param value the period's value, or the value used to fill it
 * @param predictedValue in the measure's unit; null while unknown
 * @param lowerBound in the measure's unit; null while unknown
 * @param upperBound in the measure's unit; null while unknown
 * @param share the measure's part in the point's surprise, in per cent; those of a decision add up
 *     to 100
 */
public record MeasureDecision(
    String name,
    double value,
    Double predictedValue,
    Double lowerBound,
    Double upperBound,
    double share) {}
