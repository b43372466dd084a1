package io.anomalystack.job.scoring;

import io.anomalystack.detection.SeriesModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The models held as objects on the heap, at most so many. Dropping one costs nothing, since its
 * state is always complete in the backend.
 *
 * <p>A full cache drops a random model. Series come round in turn, period after period, and there
 * the least recently used one is just the one needed next: with 10 % more series than places, that
 * policy would miss every time, a random choice misses about every sixth time.
 */
final class LiveModels {
  private final int most;
  private final Consumer<Live> evicted;
  private final Map<String, Live> bySeries = new HashMap<>();
  private final List<Live> places = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(0);

  /**
   * No models yet.
   *
   * @param evicted hears of each that makes room for another
   */
  LiveModels(int most, Consumer<Live> evicted) {
    this.most = most;
    this.evicted = evicted;
  }

  /** One model at work. */
  static final class Live {
    private final String timeseriesId;
    private final SeriesModel model;
    private final long plan;
    private long lastSlot;
    private int journalLength;
    private int place;

    private Live(String timeseriesId, SeriesModel model, long plan, long lastSlot) {
      this.timeseriesId = timeseriesId;
      this.model = model;
      this.plan = plan;
      this.lastSlot = lastSlot;
    }

    SeriesModel model() {
      return model;
    }

    /** The {@link ModelPlan#digest} that it was made by. */
    long plan() {
      return plan;
    }

    String timeseriesId() {
      return timeseriesId;
    }

    /** The slot of the last point, {@link SavedModel#NO_SLOT} before the first. */
    long lastSlot() {
      return lastSlot;
    }

    void lastSlot(long slot) {
      lastSlot = slot;
    }

    /** The points in its journal. */
    int journalLength() {
      return journalLength;
    }

    void journalLength(int points) {
      journalLength = points;
    }
  }

  Live get(String timeseriesId) {
    return bySeries.get(timeseriesId);
  }

  Live add(String timeseriesId, SeriesModel model, long plan, long lastSlot) {
    if (places.size() >= most) {
      evicted.accept(remove(places.get(random.nextInt(places.size())).timeseriesId));
    }
    Live live = new Live(timeseriesId, model, plan, lastSlot);
    live.place = places.size();
    places.add(live);
    bySeries.put(timeseriesId, live);
    return live;
  }

  /** Drops a model; returns it, or null if there was none. */
  Live remove(String timeseriesId) {
    Live removed = bySeries.remove(timeseriesId);
    if (removed == null) {
      return null;
    }
    Live last = places.remove(places.size() - 1);
    if (last != removed) {
      places.set(removed.place, last);
      last.place = removed.place;
    }
    return removed;
  }

  int size() {
    return places.size();
  }
}
