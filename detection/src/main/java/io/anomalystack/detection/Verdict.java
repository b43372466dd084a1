package io.anomalystack.detection;

import io.anomalystack.model.ModelStage;

/**
 * What a model says of one point.
 *
 * @param value the point's value in the measure's unit; of an imputed point the value used
 * @param score 0 to 100; exactly 0.0 while learning and for noise
 * @param confidence 0 to 100, rising as the model matures
 * @param stage learning or scoring
 * @param expectedValue what the model expected, in the measure's unit; 0.0 for a normal point
 * @param explanation what else the engine knows of an unusual point; null for a normal one
 */
public record Verdict(
    double value,
    double score,
    double confidence,
    ModelStage stage,
    double expectedValue,
    Explanation explanation) {}
