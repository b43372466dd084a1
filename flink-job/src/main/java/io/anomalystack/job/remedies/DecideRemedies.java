package io.anomalystack.job.remedies;

import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.metrics.DetectorCounter;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.TaskMetrics;
import io.anomalystack.job.moments.GroupKey;
import io.anomalystack.job.moments.WaitingMoments;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides what is to be done about findings, keyed by what it would be done to.
 *
 * <p>They are taken moment by moment, see {@link WaitingMoments}; what is decided depends on
 * nothing else.
 */
public final class DecideRemedies
    extends KeyedProcessFunction<String, TargetFinding, RemedyRecord> {
  private static final long serialVersionUID = 1;

  private final Map<String, Detector> detectors;

  private transient ValueState<TargetState> targetState;
  private transient WaitingMoments waiting;
  private transient DetectorCounter decided;

  /** Remedies of a topic's detectors. */
  public DecideRemedies(List<Detector> detectors) {
    this.detectors = Targets.remedied(detectors);
  }

  @Override
  public void open(OpenContext context) {
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
  public void processElement(TargetFinding finding, Context context, Collector<RemedyRecord> out)
      throws Exception {
    Decision decision = finding.decision();
    Detector detector = detectors.get(decision.detectorName());
    if (detector == null) {
      // It left the detector file while its last decisions were on their way.
      return;
    }
    waiting.add(decision, detector, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RemedyRecord> out)
      throws Exception {
    String key = context.getCurrentKey();
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
    NavigableMap<Long, List<Decision>> moments = waiting.take(detector, context.timerService());
    if (moments.isEmpty() && (state == null || timestamp < state.timer)) {
      return;
    }
    state = state == null ? new TargetState() : state;
    for (Map.Entry<Long, List<Decision>> moment : moments.entrySet()) {
      policy.take(state, moment.getKey(), moment.getValue(), record -> tell(record, out));
    }
    long watermark = context.timerService().currentWatermark();
    if (EndOfInput.is(watermark)
        || policy.forgottenAt(state) <= WaitingMoments.known(watermark, detector)) {
      // After the end of an input, every timer would fire at once.
      targetState.clear();
      return;
    }
    lookAgain(state, WaitingMoments.due(policy.forgottenAt(state), detector), timestamp, context);
    targetState.update(state);
  }

  private void tell(RemedyRecord record, Collector<RemedyRecord> out) {
    decided.inc(record.detectorName());
    out.collect(record);
  }

  /**
   * Makes sure that a timer fires no later than the target is to be forgotten. That moves with each
   * finding: rather than a timer for each, one fires early and goes on to where it is.
   */
  private static void lookAgain(TargetState state, long due, long fired, OnTimerContext context) {
    if (state.timer <= fired || due < state.timer) {
      state.timer = due;
      context.timerService().registerEventTimeTimer(due);
    }
  }
}
