package io.anomalystack.job.windowing;

import io.anomalystack.job.ingest.SeriesKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/**
 * The windows of the series at work, as objects: a record costs a look-up here, not a read and a
 * write of the state backend. What changed is written back with every checkpoint.
 */
final class LiveWindows {
  /** Beyond this many, all are written back and dropped: bounded memory at the price of reads. */
  private static final int MOST = 50_000;

  private final ValueState<byte[]> state;
  private final Consumer<Object> setCurrentKey;
  private final SeriesWindowsCodec codec = new SeriesWindowsCodec();
  private final Map<String, Series> byText = new HashMap<>();
  private Map<String, SeriesRules> rulesByShape;

  LiveWindows(
      ValueState<byte[]> state, Consumer<Object> setCurrentKey, Map<String, SeriesRules> rules) {
    this.state = state;
    this.setCurrentKey = setCurrentKey;
    this.rulesByShape = rules;
  }

  /** One series at work. */
  static final class Series {
    private final SeriesKey key;
    private final SeriesRules rules;
    private final SeriesWindows windows;
    private boolean changed;
    private List<TimeSeries> named;

    private Series(SeriesKey key, SeriesRules rules, SeriesWindows windows) {
      this.key = key;
      this.rules = rules;
      this.windows = windows;
    }

    /** Null where its detector is gone, or not what it was. */
    SeriesRules rules() {
      return rules;
    }

    SeriesKey key() {
      return key;
    }

    SeriesWindows windows() {
      return windows;
    }

    /** Notes that the windows differ from their saved state. */
    void touch() {
      changed = true;
    }

    /** What its points are called; computed once. */
    List<TimeSeries> named(PeerGroupKey peers) {
      if (named == null) {
        named = TimeSeries.of(rules, key.values(), peers);
      }
      return named;
    }
  }

  /** The windows of a series, or null if there is no such series yet. */
  Series find(SeriesKey key) throws IOException {
    Series series = byText.get(key.text());
    if (series != null) {
      return series;
    }
    setCurrentKey.accept(key);
    byte[] saved = state.value();
    return saved == null ? null : keep(new Series(key, rules(key), codec.read(saved)));
  }

  /** Begins a series. */
  Series add(SeriesKey key, SeriesRules rules) throws IOException {
    return keep(new Series(key, rules, new SeriesWindows(rules.detector().measures().size())));
  }

  /** The rules of a series, whether there is such a series or not; null as above. */
  SeriesRules rules(SeriesKey key) {
    return rulesByShape.get(key.shape());
  }

  /** Goes on by other rules. */
  void rules(Map<String, SeriesRules> byShape) throws IOException {
    writeBack();
    byText.clear();
    rulesByShape = byShape;
  }

  private Series keep(Series series) throws IOException {
    if (byText.size() >= MOST) {
      writeBack();
      byText.clear();
    }
    byText.put(series.key.text(), series);
    return series;
  }

  /** Drops a series; its state is the caller's to clear, and its key is current. */
  void remove(Series series) {
    byText.remove(series.key.text());
    setCurrentKey.accept(series.key);
  }

  /** Writes all that changed to keyed state. */
  void writeBack() throws IOException {
    for (Series series : byText.values()) {
      if (series.changed) {
        setCurrentKey.accept(series.key);
        state.update(codec.write(series.windows));
        series.changed = false;
      }
    }
  }
}
