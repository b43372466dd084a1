package io.anomalystack.benchmarks.accuracy;

/** A detector on its way through one series, seeing each point once and none ahead. */
interface PointScorer {
  /**
   * Scores the next point and learns it.
   *
   * @param slot above every slot before
   * @return 0 to 1; above {@link Contender#THRESHOLD} it alerts. NaN while it only learns
   */
  double score(long slot, double value);
}
