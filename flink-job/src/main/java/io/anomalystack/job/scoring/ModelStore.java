package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.model.TimeSeriesId;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A model as keyed state: its last snapshot, and the journal of the points since. Writing a point
 * is an append of eight bytes; the snapshot is rewritten only every so many points, at a different
 * count for each series, so that their bursts do not coincide. A model is restored when its series'
 * next point comes, exactly, by scoring the journal again.
 */
final class ModelStore {
  /** In the journal, a point that was imputed. */
  private static final double IMPUTED = Double.NaN;

  private final Engine engine;
  private final int snapshotInterval;
  private final LiveModels live;
  private final ValueState<byte[]> snapshot;
  private final ListState<Double> journal;

  ModelStore(Engine engine, int snapshotInterval, int liveModels, RuntimeContext state) {
    this.engine = engine;
    this.snapshotInterval = snapshotInterval;
    this.live = new LiveModels(liveModels);
    this.snapshot =
        state.getState(
            new ValueStateDescriptor<>(
                "model-snapshot", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    this.journal = state.getListState(new ListStateDescriptor<>("model-journal", Types.DOUBLE));
  }

  /** The model of the current key's series; created or restored if need be. */
  LiveModels.Live load(String timeseriesId) throws Exception {
    LiveModels.Live found = live.get(timeseriesId);
    if (found != null) {
      return found;
    }
    byte[] saved = snapshot.value();
    SeriesModel model =
        saved == null ? engine.create(TimeSeriesId.seed(timeseriesId)) : engine.restore(saved);
    for (double value : journal.get()) {
      if (Double.isNaN(value)) {
        model.impute();
      } else {
        model.score(value);
      }
    }
    return live.add(timeseriesId, model);
  }

  void scored(LiveModels.Live series, String timeseriesId, double value) throws Exception {
    record(series, timeseriesId, value);
  }

  void imputed(LiveModels.Live series, String timeseriesId) throws Exception {
    record(series, timeseriesId, IMPUTED);
  }

  /** Notes a point that the model has taken in. */
  private void record(LiveModels.Live series, String timeseriesId, double value) throws Exception {
    long turn = Math.floorMod(TimeSeriesId.seed(timeseriesId), (long) snapshotInterval);
    if (Math.floorMod(series.model().points(), (long) snapshotInterval) == turn) {
      snapshot.update(series.model().save());
      journal.clear();
    } else {
      journal.add(value);
    }
  }

  /** Forgets the current key's series. */
  void forget(String timeseriesId) {
    live.remove(timeseriesId);
    snapshot.clear();
    journal.clear();
  }
}
