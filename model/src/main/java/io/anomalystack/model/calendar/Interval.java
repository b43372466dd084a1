package io.anomalystack.model.calendar;

import java.io.Serializable;

/**
 * A stretch of time, in epoch milliseconds.
 *
 * @param start inclusive
 * @param end exclusive, after the start
 */
public record Interval(long start, long end) implements Serializable {}
