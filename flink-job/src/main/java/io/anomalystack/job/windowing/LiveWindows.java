package io.anomalystack.job.windowing;

import io.anomalystack.job.ingest.SeriesKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  LiveWindows(ValueState<byte[]> state, Consumer<Object> setCurrentKey) {
    this.state = state;
    this.setCurrentKey = setCurrentKey;
  }

  /** One series at work. */
  static final class Series {
    private final SeriesKey key;
    private final SeriesWindows windows;
    private boolean changed;
    private String[] ids;

    private Series(SeriesKey key, SeriesWindows windows) {
      this.key = key;
      this.windows = windows;
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

    /** The time series' ids, see {@link PointEmitter#ids}; computed once. */
    String[] ids(Supplier<String[]> compute) {
      if (ids == null) {
        ids = compute.get();
      }
      return ids;
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
    return saved == null ? null : keep(new Series(key, codec.read(saved)));
  }

  /** Begins a series. */
  Series add(SeriesKey key, SeriesWindows windows) throws IOException {
    return keep(new Series(key, windows));
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
