package io.anomalystack.job.incidents;

/** The tallies of the series that one incident affects, wherever they are kept. */
interface Tallies {
  /** The tally of a series; null if the incident does not affect it. */
  SeriesTally of(String timeseriesId) throws Exception;

  void set(String timeseriesId, SeriesTally tally) throws Exception;

  void clear() throws Exception;
}
