package io.anomalystack.job.incidents;

import java.util.Map;

/** The tallies of the series that one incident affects, wherever they are kept. */
interface Tallies {
  /** The tally of a series; null if the incident does not affect it. */
  SeriesTally of(String timeseriesId) throws Exception;

  /** Sets those of some series. */
  void set(Map<String, SeriesTally> tallies) throws Exception;

  void clear() throws Exception;
}
