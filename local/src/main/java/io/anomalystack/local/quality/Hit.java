package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Series;
import java.time.Duration;

/**
 * The first alert of a series that belongs to a labelled window.
 *
 * @param series whose it is
 * @param start of the alert's period, epoch ms
 * @param end of the alert's period, epoch ms
 * @param score the alert's
 * @param delay from the window's start to the end of the alert's period
 * @param delayPeriods the same in periods, begun ones included; with {@code period: record} in
 *     points
 */
public record Hit(
    Series series, long start, long end, double score, Duration delay, long delayPeriods) {}
