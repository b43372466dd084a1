package io.anomalystack.job.incidents;

import org.apache.flink.api.common.state.MapState;

/** Tallies in the job's state: those of the incident of the current key. */
record SavedTallies(MapState<String, SeriesTally> state) implements Tallies {
  @Override
  public SeriesTally of(String timeseriesId) throws Exception {
    return state.get(timeseriesId);
  }

  @Override
  public void set(String timeseriesId, SeriesTally tally) throws Exception {
    state.put(timeseriesId, tally);
  }

  @Override
  public void clear() {
    state.clear();
  }
}
