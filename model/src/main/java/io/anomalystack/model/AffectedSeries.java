package io.anomalystack.model;

/**
 * What an incident is to one of its series.
 *
 * @param anomalies how many decisions were anomalies; at least 1
 * @param start when its first anomalous period began, epoch ms
 * @param strongest of its anomalies the one with the greatest score, the earliest of these
 */
public record AffectedSeries(long anomalies, long start, Decision strongest) {}
