package io.anomalystack.benchmarks.accuracy;

/**
 * A detector's score over a corpus.
 *
 * @param score 100 for a perfect detector, 0 for one that never alerts; without a lower bound
 * @param threshold from this score on, 0 to 1, a row was an alert
 */
record NabScore(double score, double threshold) {}
