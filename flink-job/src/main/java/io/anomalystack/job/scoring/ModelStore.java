package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.Verdict;
import io.anomalystack.job.metrics.ModelMetrics;
import io.anomalystack.model.TimeSeriesId;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * A model as keyed state: its last snapshot, and the journal of the points since. Writing a point
 * is an append of a few bytes; the snapshot is rewritten only every so many points, at a different
 * count for each series, so that their bursts do not coincide. A model is restored when its series'
 * next point comes, exactly, by scoring the journal again.
 */
final class ModelStore {
  static final String SNAPSHOT = "model-snapshot";

  /** Not the name of an earlier release, whose journals were of another type. */
  static final String JOURNAL = "model-points";

  private final Engine engine;
  private final int snapshotInterval;
  private final LiveModels live;
  private final ValueState<byte[]> snapshot;
  private final ListState<JournalEntry> journal;
  private final ModelMetrics metrics;

  ModelStore(Engine engine, int snapshotInterval, int liveModels, RuntimeContext state) {
    this.engine = engine;
    this.snapshotInterval = snapshotInterval;
    this.live = new LiveModels(liveModels, this::evicted);
    this.metrics = new ModelMetrics(state.getMetricGroup(), live::size);
    this.snapshot =
        state.getState(
            new ValueStateDescriptor<>(
                SNAPSHOT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    this.journal = state.getListState(new ListStateDescriptor<>(JOURNAL, JournalEntry.TYPE));
  }

  /**
   * The model of the current key's series; created or restored if need be.
   *
   * @param warmUp has a model that is created learn its series' past, and says the slot of the last
   *     point, {@link SavedModel#NO_SLOT} if there was none
   */
  LiveModels.Live load(String timeseriesId, ModelPlan plan, ToLongFunction<SeriesModel> warmUp)
      throws Exception {
    LiveModels.Live found = live.get(timeseriesId);
    if (found != null && found.plan() == plan.digest()) {
      return found;
    }
    // Of a detector that is another one now; nothing else is kept for long that is not wanted.
    live.remove(timeseriesId);
    byte[] bytes = snapshot.value();
    SavedModel saved = bytes == null ? null : SavedModel.read(bytes);
    return saved == null || saved.plan() != plan.digest()
        ? create(timeseriesId, plan, warmUp)
        : restore(timeseriesId, saved);
  }

  /** Saved at once, so that a restore needs no second warm-up. */
  private LiveModels.Live create(
      String timeseriesId, ModelPlan plan, ToLongFunction<SeriesModel> warmUp) throws Exception {
    SeriesModel model = engine.create(plan.settings(), TimeSeriesId.seed(timeseriesId));
    LiveModels.Live series =
        live.add(timeseriesId, model, plan.digest(), warmUp.applyAsLong(model));
    metrics.created(series.lastSlot() != SavedModel.NO_SLOT);
    save(series, plan);
    return series;
  }

  private LiveModels.Live restore(String timeseriesId, SavedModel saved) throws Exception {
    long began = System.nanoTime();
    SeriesModel model = engine.restore(saved.model());
    long slot = saved.lastSlot();
    int points = 0;
    for (JournalEntry entry : journal.get()) {
      slot = entry.slot(slot);
      if (entry.isImputed()) {
        model.impute(slot);
      } else {
        model.score(slot, entry.values());
      }
      points++;
    }
    LiveModels.Live series = live.add(timeseriesId, model, saved.plan(), slot);
    journaled(series, points);
    metrics.restored(began);
    return series;
  }

  /** Has the series' model score a point. */
  Verdict score(LiveModels.Live series, ModelPlan plan, long slot, double... values)
      throws Exception {
    JournalEntry entry = JournalEntry.scored(series.lastSlot(), slot, values);
    Verdict verdict = series.model().score(entry.slot(series.lastSlot()), values);
    taken(series, plan, entry);
    return verdict;
  }

  /** Has the series' model fill a point in. */
  Verdict impute(LiveModels.Live series, ModelPlan plan, long slot) throws Exception {
    JournalEntry entry = JournalEntry.imputed(series.lastSlot(), slot);
    Verdict verdict = series.model().impute(entry.slot(series.lastSlot()));
    taken(series, plan, entry);
    return verdict;
  }

  /** Notes a point that the model has taken in. */
  private void taken(LiveModels.Live series, ModelPlan plan, JournalEntry entry) throws Exception {
    series.lastSlot(entry.slot(series.lastSlot()));
    long turn = Math.floorMod(TimeSeriesId.seed(series.timeseriesId()), (long) snapshotInterval);
    if (Math.floorMod(series.model().points(), (long) snapshotInterval) == turn) {
      save(series, plan);
    } else {
      journal.add(entry);
      journaled(series, 1);
    }
  }

  private void save(LiveModels.Live series, ModelPlan plan) throws Exception {
    snapshot.update(
        new SavedModel(plan.digest(), series.lastSlot(), series.model().save()).write());
    journal.clear();
    metrics.saved();
    journaled(series, -series.journalLength());
  }

  private void journaled(LiveModels.Live series, int points) {
    series.journalLength(series.journalLength() + points);
    metrics.journal(points);
  }

  private void evicted(LiveModels.Live series) {
    metrics.evicted();
    metrics.journal(-series.journalLength());
  }

  /** Forgets the current key's series. */
  void forget(String timeseriesId) {
    LiveModels.Live forgotten = live.remove(timeseriesId);
    if (forgotten != null) {
      metrics.journal(-forgotten.journalLength());
    }
    snapshot.clear();
    journal.clear();
  }
}
