package io.anomalystack.job.metrics;

import io.anomalystack.model.RejectedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** What one task reads of a topic. */
public final class ReadMetrics {
  private final TaskMetrics metrics;
  private final LongSupplier wallClock;
  private final Counter read = new SimpleCounter();
  private final RejectedMetrics rejected;
  private final Map<String, Newest> byName = new HashMap<>();
  private List<Newest> bySlot = List.of();
  private long version;

  /**
   * Metrics of one reader.
   *
   * @param reader Flink's group of the reader
   * @param wallClock epoch ms
   */
  public ReadMetrics(MetricGroup reader, LongSupplier wallClock) {
    this.metrics = new TaskMetrics(reader);
    this.wallClock = wallClock;
    this.rejected = new RejectedMetrics(metrics);
    metrics.meter(JobMetric.RECORDS_READ_PER_SECOND, read);
    metrics.gauge(JobMetric.DETECTOR_SET_VERSION, () -> version);
  }

  /** The newest event time of a detector's samples. */
  private static final class Newest {
    private static final long NONE = Long.MIN_VALUE;

    private final String detector;
    private long eventTime = NONE;

    Newest(String detector) {
      this.detector = detector;
    }
  }

  /**
   * Goes on with other detectors.
   *
   * @param version theirs
   * @param names of the detectors that read the topic, by the numbers by which samples name them
   */
  public void detectors(long version, List<String> names) {
    this.version = version;
    metrics.keep(byName, names);
    rejected.detectors(names);
    List<Newest> slots = new ArrayList<>();
    for (String name : names) {
      slots.add(byName.computeIfAbsent(name, this::begin));
    }
    bySlot = slots;
  }

  private Newest begin(String detector) {
    // One number for all of them: each is asked about every record of its topic.
    metrics.counter(JobMetric.RECORDS_READ, read, detector);
    return new Newest(detector);
  }

  /** Counts a record. */
  public void read() {
    read.inc();
  }

  /** Counts a dead letter. */
  public void rejected(RejectedRecord record) {
    rejected.count(record);
  }

  /**
   * Notes what a record says to a detector.
   *
   * @param detector its number
   * @param eventTime epoch ms
   */
  public void sample(int detector, long eventTime) {
    Newest newest = bySlot.get(detector);
    if (eventTime <= newest.eventTime) {
      return;
    }
    boolean first = newest.eventTime == Newest.NONE;
    newest.eventTime = eventTime;
    if (first) {
      metrics.gauge(
          JobMetric.EVENT_TIME_LAG,
          () -> wallClock.getAsLong() - newest.eventTime,
          newest.detector);
    }
  }
}
