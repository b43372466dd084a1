package io.anomalystack.job.peers;

import io.anomalystack.job.windowing.PeerGroupKey;
import io.anomalystack.job.windowing.PeerPoint;
import io.anomalystack.job.windowing.Point;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/**
 * The peer groups at work, as objects: a point costs one look-up, by its series, and no access to
 * the state backend. What changed is written back with every checkpoint.
 */
final class LiveGroups {
  /** Beyond this many series all are written back and dropped: bounded memory, paid in reads. */
  private static final int MOST_SERIES = 200_000;

  private final ValueState<byte[]> state;
  private final Consumer<Object> setCurrentKey;
  private final int mostSeries;
  private final PeerGroupCodec codec = new PeerGroupCodec();
  private final Map<String, PeerGroup> byKey = new HashMap<>();
  private final Map<String, PeerSeries> bySeries = new HashMap<>();
  private PeerGroupKey keys;

  /** The series that was asked for last. */
  private PeerSeries last;

  LiveGroups(ValueState<byte[]> state, PeerGroupKey keys, Consumer<Object> setCurrentKey) {
    this(state, keys, setCurrentKey, MOST_SERIES);
  }

  LiveGroups(
      ValueState<byte[]> state, PeerGroupKey keys, Consumer<Object> setCurrentKey, int mostSeries) {
    this.state = state;
    this.keys = keys;
    this.setCurrentKey = setCurrentKey;
    this.mostSeries = mostSeries;
  }

  /**
   * The series of a point; null if there is none yet. Series come round in much the same order:
   * which one followed the last one last time is worth a look, as it costs a fraction of a look-up
   * among a hundred thousand.
   */
  PeerSeries find(PeerPoint point) throws IOException {
    String id = point.point().timeseriesId();
    if (last != null && last.next != null && last.next.is(id)) {
      last = last.next;
      return last;
    }
    PeerSeries known = bySeries.get(id);
    if (known == null) {
      PeerGroup group = find(point.group());
      known = group == null ? null : group.series.get(id);
    }
    if (last != null) {
      last.next = known;
    }
    last = known;
    return known;
  }

  /** Begins the series of a point. */
  PeerSeries begin(PeerPoint begins) throws IOException {
    if (bySeries.size() >= mostSeries) {
      dropAll();
    }
    Point point = begins.point();
    String key = begins.group();
    PeerGroup group = find(key);
    if (group == null) {
      long period = point.end() - point.start();
      group = new PeerGroup(key, point.detector(), point.measure(), period, keys.detector(key));
      byKey.put(key, group);
    }
    PeerSeries begun = group.begin(point.timeseriesId(), point.dimensions());
    bySeries.put(begun.timeseriesId, begun);
    return begun;
  }

  /** The group of a key; null if there is none. */
  PeerGroup find(String key) throws IOException {
    PeerGroup known = byKey.get(key);
    if (known != null) {
      return known;
    }
    setCurrentKey.accept(key);
    byte[] saved = state.value();
    if (saved == null) {
      return null;
    }
    PeerGroup group = PeerGroupCodec.read(key, keys.detector(key), saved);
    if (bySeries.size() + group.series.size() > mostSeries) {
      dropAll();
    }
    byKey.put(key, group);
    bySeries.putAll(group.series);
    return group;
  }

  /** Has a series be looked for in vain. */
  void forget(PeerSeries series) {
    bySeries.remove(series.timeseriesId);
  }

  /** Drops a group that is empty, and its state. */
  void remove(PeerGroup group) {
    byKey.remove(group.key());
    setCurrentKey.accept(group.key());
    state.clear();
  }

  /** Goes on by other detectors. */
  void keys(PeerGroupKey others) throws IOException {
    dropAll();
    keys = others;
  }

  private void dropAll() throws IOException {
    writeBack();
    byKey.clear();
    bySeries.clear();
    last = null;
  }

  /** Writes all that changed to keyed state. */
  void writeBack() throws IOException {
    for (PeerGroup group : byKey.values()) {
      if (group.changed) {
        setCurrentKey.accept(group.key());
        state.update(codec.write(group));
        group.changed = false;
      }
    }
  }
}
