package io.anomalystack.job.moments;

import io.anomalystack.job.detectors.DetectorsOperator;
import io.anomalystack.job.detectors.RunningDetectors;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * An operator that takes decisions moment by moment, see {@link WaitingMoments}, when a timer
 * fires.
 *
 * @param <IN> what it takes, with a key
 * @param <OUT> what it makes of it
 */
public abstract class MomentsOperator<IN, OUT> extends DetectorsOperator<IN, OUT>
    implements Triggerable<String, VoidNamespace> {
  /** As Flink calls those of a process function. */
  private static final String TIMERS = "user-timers";

  private transient TimerService timers;

  protected MomentsOperator(RunningDetectors detectors) {
    super(detectors);
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers =
        new SimpleTimerService(
            getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this));
  }

  /** The timers of the current key. */
  protected TimerService timers() {
    return timers;
  }

  /** The current key's timer has fired. */
  protected abstract void onTimer(String key, long timestamp) throws Exception;

  /** Sends on what came of a timer. */
  protected void emit(OUT element, long timestamp) {
    output.collect(new StreamRecord<>(element, timestamp));
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    onTimer(timer.getKey(), timer.getTimestamp());
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of processing time is ever registered");
  }
}
