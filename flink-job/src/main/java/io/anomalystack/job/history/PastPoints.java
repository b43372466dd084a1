package io.anomalystack.job.history;

import io.anomalystack.job.windowing.Point;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The last points of each time series before its first live one: at most {@value #MOST} of each. A
 * point takes eight bytes, and eight more for each measure.
 */
public final class PastPoints {
  /** More would teach a model little and take long. */
  public static final int MOST = 4_096;

  private final Map<String, Series> bySeries = new HashMap<>();

  /** Takes the points of a series one after the other. */
  public interface Learner {
    /**
     * One point.
     *
     * @param start the period's first instant
     * @param slot see {@link Point#slot}
     * @param values as in {@link Point#values}; all NaN where the model is to impute
     */
    void point(long start, long slot, double[] values);
  }

  /** Keeps a point, in the order of its series' time. */
  void add(Point point) {
    if (point.partial()) {
      // Where the past ends it may be cut off in the middle of a period.
      return;
    }
    boolean impute = point.kind() == Point.Kind.IMPUTE;
    add(
        point.timeseriesId(),
        point.sequence() > 0 ? point.recordTime() : point.start(),
        point.values().stream().mapToDouble(value -> impute ? Double.NaN : value).toArray());
  }

  /**
   * Keeps the values of a point, in the order of its series' time.
   *
   * @param time the period's start, or the record's own time where each is a point
   * @param values NaN for what the model is to fill in
   */
  void add(String timeseriesId, long time, double[] values) {
    bySeries.computeIfAbsent(timeseriesId, id -> new Series(values.length)).add(time, values);
  }

  /** Keeps no more memory than the points need, once they are all there. */
  void end() {
    bySeries.values().forEach(Series::trim);
  }

  /** How many points are kept of a series. */
  int size(String timeseriesId) {
    Series series = bySeries.get(timeseriesId);
    return series == null ? 0 : series.size;
  }

  int series() {
    return bySeries.size();
  }

  /**
   * Hands over the points of a series that lie before its first live one.
   *
   * @param live what lies at or after it is left out
   */
  public void before(Point live, Learner learner) {
    Series series = bySeries.get(live.timeseriesId());
    if (series != null) {
      series.before(live, learner);
    }
  }

  /** The points of one series, oldest first; now and then the oldest are thrown away. */
  private static final class Series {
    private final int width;
    private long[] times = new long[16];
    private double[] values;
    private int size;

    Series(int width) {
      this.width = width;
      this.values = new double[16 * width];
    }

    void add(long time, double[] point) {
      if (size == 2 * MOST) {
        System.arraycopy(times, MOST, times, 0, MOST);
        System.arraycopy(values, MOST * width, values, 0, MOST * width);
        size = MOST;
      } else if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        values = Arrays.copyOf(values, 2 * size * width);
      }
      times[size] = time;
      System.arraycopy(point, 0, values, size * width, width);
      size++;
    }

    void trim() {
      int from = Math.max(0, size - MOST);
      times = Arrays.copyOfRange(times, from, size);
      values = Arrays.copyOfRange(values, from * width, size * width);
      size -= from;
    }

    void before(Point live, Learner learner) {
      boolean eachRecord = live.sequence() > 0;
      long length = live.end() - live.start();
      long first = eachRecord ? live.recordTime() : live.start();
      int end = size;
      while (end > 0 && times[end - 1] >= first) {
        end--;
      }
      for (int i = 0; i < end; i++) {
        long start = Math.floorDiv(times[i], length) * length;
        // Where each record is a point, the live ones are counted on from those of the past.
        long slot = eachRecord ? live.slot() - (end - i) : start / length;
        learner.point(start, slot, Arrays.copyOfRange(values, i * width, (i + 1) * width));
      }
    }
  }
}
