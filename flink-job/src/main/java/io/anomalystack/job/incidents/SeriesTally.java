package io.anomalystack.job.incidents;

/**
 * What is counted of each series that an incident affects; saved in the job's state.
 *
 * @param anomalies at least 1
 * @param start when its first anomalous period began, epoch ms
 */
public record SeriesTally(long anomalies, long start) {
  SeriesTally plus(SeriesTally other) {
    return new SeriesTally(anomalies + other.anomalies, Math.min(start, other.start));
  }
}
