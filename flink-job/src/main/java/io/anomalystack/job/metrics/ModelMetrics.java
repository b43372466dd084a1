package io.anomalystack.job.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** The models that one task holds, and what became of others. */
public final class ModelMetrics {
  private final Counter created;
  private final Counter learned;
  private final Counter restored;
  private final Counter evicted;
  private final Counter snapshots;
  private final Histogram restoreTime;
  private long journalLength;

  /**
   * Metrics of one task.
   *
   * @param operator Flink's group of the operator
   * @param live how many models are on the heap
   */
  public ModelMetrics(MetricGroup operator, IntSupplier live) {
    TaskMetrics metrics = new TaskMetrics(operator);
    metrics.gauge(JobMetric.MODELS_LIVE, live::getAsInt);
    metrics.gauge(JobMetric.JOURNAL_LENGTH, () -> journalLength);
    created = metrics.counter(JobMetric.MODELS_CREATED);
    learned = metrics.counter(JobMetric.MODELS_LEARNED);
    restored = metrics.counter(JobMetric.MODELS_RESTORED);
    evicted = metrics.counter(JobMetric.MODELS_EVICTED);
    snapshots = metrics.counter(JobMetric.MODEL_SNAPSHOTS);
    restoreTime = metrics.histogram(JobMetric.RESTORE_TIME, JobMetric.RESTORE_TIME_P99);
  }

  /** A model was begun; whether it knew a past. */
  public void created(boolean fromHistory) {
    created.inc();
    if (fromHistory) {
      learned.inc();
    }
  }

  /** A model was brought back, since an instant of {@link System#nanoTime}. */
  public void restored(long sinceNanos) {
    restored.inc();
    restoreTime.update(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos));
  }

  /** A model made room for another. */
  public void evicted() {
    evicted.inc();
  }

  /** A snapshot was written. */
  public void saved() {
    snapshots.inc();
  }

  /** The journals of live models are longer by so many points, or shorter. */
  public void journal(int points) {
    journalLength += points;
  }
}
