package io.anomalystack.job.remedies;

import io.anomalystack.job.incidents.GroupKey;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides what is to be done about findings, keyed by what it would be done to.
 *
 * <p>As where incidents are raised, decisions wait in state until event time has left their
 * period's end and the detector's lateness behind, and are then taken moment by moment. What is
 * decided depends on nothing else: not on the order of arrival, the number of tasks, or a restore
 * in between.
 */
public final class DecideRemedies
    extends KeyedProcessFunction<String, TargetFinding, RemedyRecord> {
  private static final long serialVersionUID = 1;

  private final Map<String, Detector> detectors;

  private transient ValueState<TargetState> targetState;
  private transient MapState<String, Decision> waiting;

  /** Remedies of a topic's detectors. */
  public DecideRemedies(List<Detector> detectors) {
    this.detectors = Targets.remedied(detectors);
  }

  @Override
  public void open(OpenContext context) {
    targetState =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("target", TypeInformation.of(TargetState.class)));
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "waiting-findings", Types.STRING, TypeInformation.of(Decision.class)));
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
    waiting.put(decision.decisionId(), decision);
    context.timerService().registerEventTimeTimer(due(decision.detectionPeriodEnd(), detector));
  }

  /** The watermark at which all that happened up to an instant is known. */
  private static long due(long instant, Detector detector) {
    return instant + detector.allowedLateness().toMillis() - 1;
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
    long watermark = context.timerService().currentWatermark();
    long settled =
        EndOfInput.is(watermark)
            ? Long.MAX_VALUE
            : watermark + 1 - detector.allowedLateness().toMillis();
    TargetState state = targetState.value();
    TreeMap<Long, List<Decision>> moments = takeMoments(settled, detector, context);
    if (moments.isEmpty() && (state == null || timestamp < state.timer)) {
      return;
    }
    state = state == null ? new TargetState() : state;
    for (Map.Entry<Long, List<Decision>> moment : moments.entrySet()) {
      policy.take(state, moment.getKey(), moment.getValue(), out::collect);
    }
    if (policy.forgottenAt(state) <= settled) {
      targetState.clear();
      return;
    }
    lookAgain(state, due(policy.forgottenAt(state), detector), timestamp, context);
    targetState.update(state);
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

  /** Takes the decisions out of which it is known that no others of their moments can come. */
  private TreeMap<Long, List<Decision>> takeMoments(
      long settled, Detector detector, OnTimerContext context) throws Exception {
    TreeMap<Long, List<Decision>> moments = new TreeMap<>();
    for (Iterator<Decision> left = waiting.values().iterator(); left.hasNext(); ) {
      Decision decision = left.next();
      long end = decision.detectionPeriodEnd();
      if (end <= settled) {
        moments.computeIfAbsent(end, at -> new ArrayList<>()).add(decision);
        left.remove();
      } else {
        // Has a timer already, unless the job is restored and its detector waits longer than
        // before.
        context.timerService().registerEventTimeTimer(due(end, detector));
      }
    }
    if (waiting.isEmpty()) {
      // An empty map is an entry of its own where state is kept on the heap.
      waiting.clear();
    }
    return moments;
  }
}
