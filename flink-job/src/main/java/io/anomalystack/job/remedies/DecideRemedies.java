package io.anomalystack.job.remedies;

import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.metrics.DetectorCounter;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.TaskMetrics;
import io.anomalystack.job.moments.GroupKey;
import io.anomalystack.job.moments.MomentsOperator;
import io.anomalystack.job.moments.WaitingMoments;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Decides what is to be done about findings, keyed by what it would be done to.
 *
 * <p>They are taken moment by moment, see {@link WaitingMoments}; what is decided depends on
 * nothing else.
 */
public final class DecideRemedies extends MomentsOperator<TargetFinding, RemedyRecord> {
  private transient Map<String, Detector> detectors;

  private transient ValueState<TargetState> targetState;
  private transient WaitingMoments waiting;
  private transient DetectorCounter decided;

  /** Remedies of a topic's detectors. */
  public DecideRemedies(RunningDetectors detectors) {
    super(detectors);
  }

  @Override
  public void open() throws Exception {
    super.open();
    detectors = Targets.remedied(detectors());
    targetState =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("target", TypeInformation.of(TargetState.class)));
    waiting = new WaitingMoments(getRuntimeContext(), "waiting-findings");
    decided =
        new DetectorCounter(
            new TaskMetrics(getRuntimeContext().getMetricGroup()),
            JobMetric.REMEDIES,
            DetectorNames.of(detectors.values()));
  }

  @Override
  protected void detectorsChanged(List<Detector> before) {
    detectors = Targets.remedied(detectors());
    decided.detectors(DetectorNames.of(detectors.values()));
  }

  @Override
  public void processElement1(StreamRecord<TargetFinding> element) throws Exception {
    Decision decision = element.getValue().decision();
    Detector detector = detectors.get(decision.detectorName());
    if (detector == null) {
      // It left the detector file while its last decisions were on their way.
      return;
    }
    setCurrentKey(element.getValue().target());
    waiting.add(decision, detector, timers());
  }

  @Override
  protected void onTimer(String key, long timestamp) throws Exception {
    Detector detector = detectors.get(GroupKey.detectorName(key));
    RemedyPolicy policy =
        detector == null ? null : RemedyPolicy.of(detector, GroupKey.dimensions(key));
    if (policy == null || policy.remedies().isEmpty()) {
      // The detector file has no remedy for it any more.
      targetState.clear();
      waiting.clear();
      return;
    }
    TargetState state = targetState.value();
    NavigableMap<Long, List<Decision>> moments = waiting.take(detector, timers());
    if (moments.isEmpty() && (state == null || timestamp < state.timer)) {
      return;
    }
    state = state == null ? new TargetState() : state;
    for (Map.Entry<Long, List<Decision>> moment : moments.entrySet()) {
      policy.take(state, moment.getKey(), moment.getValue(), record -> tell(record, timestamp));
    }
    long watermark = timers().currentWatermark();
    if (EndOfInput.is(watermark)
        || policy.forgottenAt(state) <= WaitingMoments.known(watermark, detector)) {
      // After the end of an input, every timer would fire at once.
      targetState.clear();
      return;
    }
    lookAgain(state, WaitingMoments.due(policy.forgottenAt(state), detector), timestamp);
    targetState.update(state);
  }

  private void tell(RemedyRecord record, long timestamp) {
    decided.inc(record.detectorName());
    emit(record, timestamp);
  }

  /**
   * Makes sure that a timer fires no later than the target is to be forgotten. That moves with each
   * finding: rather than a timer for each, one fires early and goes on to where it is.
   */
  private void lookAgain(TargetState state, long due, long fired) {
    if (state.timer <= fired || due < state.timer) {
      state.timer = due;
      timers().registerEventTimeTimer(due);
    }
  }
}
