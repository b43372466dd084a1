package io.anomalystack.detection.forecast;

/**
 * What was expected of a point, and how it compares.
 *
 * @param rarity {@code -log10} of how often the series surprises this much; 0 while unknown
 * @param levelRarity the same as it were if no season were known; at most {@code rarity} counts
 * @param seasonal whether a season took part
 * @param predicted in the unit of the values; NaN while unknown
 * @param lower 95 % of all points are not below {@code lower} nor above {@code upper}
 * @param upper see {@code lower}
 * @param seasonalOffset what the season adds to the level here; 0 without a season
 */
public record Forecast(
    double rarity,
    double levelRarity,
    boolean seasonal,
    double predicted,
    double lower,
    double upper,
    double seasonalOffset) {}
