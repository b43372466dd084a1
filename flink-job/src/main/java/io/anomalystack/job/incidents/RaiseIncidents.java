package io.anomalystack.job.incidents;

import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
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
 * Makes incidents of unusual decisions, and alerts of what becomes of them.
 *
 * <p>Decisions of different series come in any order. They wait in state until event time has left
 * their period's end and the detector's lateness behind, by when all of that moment have come, and
 * are then taken moment by moment. What is told depends on nothing else: not on the order of
 * arrival, the number of tasks, or a restore in between.
 */
public final class RaiseIncidents extends KeyedProcessFunction<String, Decision, Alert> {
  private final Map<String, Detector> detectors;

  private transient ValueState<Incident> incidentState;
  private transient MapState<String, Decision> waiting;
  private transient Tallies tallies;

  /** Incidents of a topic's detectors. */
  public RaiseIncidents(List<Detector> detectors) {
    this.detectors = SelectUnusual.raising(detectors);
  }

  /**
   * How far event time has come.
   *
   * @param moments the newest end of a period of which all decisions have come, epoch ms
   * @param deadlines up to when it is known that nothing else was unusual, epoch ms
   */
  private record Horizon(long moments, long deadlines) {
    static Horizon of(long watermark, Detector detector) {
      if (EndOfInput.is(watermark)) {
        // All decisions are there, but time has gone on no further than the records say.
        return new Horizon(Long.MAX_VALUE, EndOfInput.newest(watermark));
      }
      long settled = watermark + 1 - detector.allowedLateness().toMillis();
      return new Horizon(settled, settled);
    }
  }

  @Override
  public void open(OpenContext context) {
    incidentState =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("incident", TypeInformation.of(Incident.class)));
    tallies =
        new SavedTallies(
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>(
                        "affected-series", Types.STRING, TypeInformation.of(SeriesTally.class))));
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "waiting-decisions", Types.STRING, TypeInformation.of(Decision.class)));
  }

  @Override
  public void processElement(Decision decision, Context context, Collector<Alert> alerts)
      throws Exception {
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
  public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> alerts)
      throws Exception {
    String key = context.getCurrentKey();
    Incident incident = incidentState.value();
    Detector detector = detectors.get(GroupKey.detectorName(key));
    if (detector == null) {
      abandon(incident, timestamp, alerts);
      return;
    }
    IncidentRules rules = new IncidentRules(detector);
    Horizon horizon = Horizon.of(context.timerService().currentWatermark(), detector);
    TreeMap<Long, Moment> moments = takeMoments(horizon, detector, context);
    if (moments.isEmpty() && (incident == null || timestamp < incident.timer)) {
      return;
    }
    List<Dimension> group = GroupKey.dimensions(key);
    for (Moment moment : moments.values()) {
      long until = Math.min(moment.end() - 1, horizon.deadlines());
      incident = rules.pass(incident, until, tallies, alerts::collect);
      incident = rules.take(incident, moment, group, tallies, alerts::collect);
    }
    incident = rules.pass(incident, horizon.deadlines(), tallies, alerts::collect);
    if (incident == null) {
      incidentState.clear();
      return;
    }
    if (EndOfInput.is(context.timerService().currentWatermark())) {
      // Every timer would fire at once.
      incident.timer = Incident.NO_TIMER;
    } else {
      lookAgain(incident, due(rules.deadline(incident), detector), timestamp, context);
    }
    incidentState.update(incident);
  }

  /**
   * Makes sure that a timer fires no later than the deadline. A deadline moves with everything
   * unusual: rather than a timer for each, one fires early and goes on to where the deadline is.
   */
  private static void lookAgain(Incident incident, long due, long fired, OnTimerContext context) {
    if (incident.timer <= fired || due < incident.timer) {
      incident.timer = due;
      context.timerService().registerEventTimeTimer(due);
    }
  }

  /** Takes the decisions out of which it is known that no others of their moments can come. */
  private TreeMap<Long, Moment> takeMoments(
      Horizon horizon, Detector detector, OnTimerContext context) throws Exception {
    TreeMap<Long, Moment> moments = new TreeMap<>();
    for (Iterator<Decision> left = waiting.values().iterator(); left.hasNext(); ) {
      Decision decision = left.next();
      long end = decision.detectionPeriodEnd();
      if (end <= horizon.moments()) {
        moments.computeIfAbsent(end, Moment::new).add(decision);
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

  /**
   * Ends what nobody watches any more, as the detector left the file or is to raise no incidents:
   * who was told that it began hears that it is over.
   */
  private void abandon(Incident incident, long timestamp, Collector<Alert> alerts)
      throws Exception {
    if (incident != null && incident.open) {
      alerts.collect(incident.tell(AlertState.RESOLVED, timestamp + 1, null));
    }
    incidentState.clear();
    tallies.clear();
    waiting.clear();
  }
}
