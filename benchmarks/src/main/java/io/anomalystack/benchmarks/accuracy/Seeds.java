package io.anomalystack.benchmarks.accuracy;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import java.util.List;

/** Seeds as the job makes them: of the series' identity, well mixed. */
final class Seeds {
  private Seeds() {}

  /**
   * The seed of a series' model.
   *
   * @param run stands in for the detector's name, which decides the seeds of production
   */
  static long of(long run, String series) {
    List<Dimension> dimensions = List.of(new Dimension("series", series));
    return TimeSeriesId.seed(TimeSeriesId.of("run " + run, "value", dimensions));
  }
}
