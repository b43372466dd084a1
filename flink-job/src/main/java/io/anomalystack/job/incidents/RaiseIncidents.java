package io.anomalystack.job.incidents;

import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.metrics.DetectorCounter;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.TaskMetrics;
import io.anomalystack.job.moments.GroupKey;
import io.anomalystack.job.moments.MomentsOperator;
import io.anomalystack.job.moments.WaitingMoments;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Makes incidents of unusual decisions, and alerts of what becomes of them.
 *
 * <p>They are taken moment by moment, see {@link WaitingMoments}; what is told depends on nothing
 * else.
 */
public final class RaiseIncidents extends MomentsOperator<UnusualDecision, Alert> {
  private transient Map<String, Detector> detectors;

  private transient ValueState<Incident> incidentState;
  private transient WaitingMoments waiting;
  private transient Tallies tallies;
  private transient DetectorCounter told;

  /** Incidents of a topic's detectors. */
  public RaiseIncidents(RunningDetectors detectors) {
    super(detectors);
  }

  @Override
  public void open() throws Exception {
    super.open();
    detectors = SelectUnusual.raising(detectors());
    incidentState =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("incident", TypeInformation.of(Incident.class)));
    tallies =
        new SavedTallies(
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>(
                        "affected-series", Types.STRING, TypeInformation.of(SeriesTally.class))));
    waiting = new WaitingMoments(getRuntimeContext(), "waiting-decisions");
    told =
        new DetectorCounter(
            new TaskMetrics(getRuntimeContext().getMetricGroup()),
            JobMetric.ALERT_MESSAGES,
            DetectorNames.of(detectors.values()));
  }

  @Override
  protected void detectorsChanged(List<Detector> before) {
    detectors = SelectUnusual.raising(detectors());
    told.detectors(DetectorNames.of(detectors.values()));
  }

  @Override
  public void processElement1(StreamRecord<UnusualDecision> element) throws Exception {
    Decision decision = element.getValue().decision();
    Detector detector = detectors.get(decision.detectorName());
    if (detector == null) {
      // It left the detector file while its last decisions were on their way.
      return;
    }
    setCurrentKey(element.getValue().incident());
    waiting.add(decision, detector, timers());
  }

  @Override
  protected void onTimer(String key, long timestamp) throws Exception {
    Incident incident = incidentState.value();
    Detector detector = detectors.get(GroupKey.detectorName(key));
    if (detector == null) {
      abandon(incident, timestamp);
      return;
    }
    IncidentRules rules = new IncidentRules(detector);
    long known = WaitingMoments.known(timers().currentWatermark(), detector);
    NavigableMap<Long, List<Decision>> moments = waiting.take(detector, timers());
    if (moments.isEmpty() && (incident == null || timestamp < incident.timer)) {
      return;
    }
    List<Dimension> group = GroupKey.dimensions(key);
    Consumer<Alert> alerts = alert -> tell(alert, timestamp);
    for (Map.Entry<Long, List<Decision>> decisions : moments.entrySet()) {
      Moment moment = new Moment(decisions.getKey());
      decisions.getValue().forEach(moment::add);
      long until = Math.min(moment.end() - 1, known);
      incident = rules.pass(incident, until, tallies, alerts);
      incident = rules.take(incident, moment, group, tallies, alerts);
    }
    incident = rules.pass(incident, known, tallies, alerts);
    if (incident == null) {
      incidentState.clear();
      return;
    }
    if (EndOfInput.is(timers().currentWatermark())) {
      // Every timer would fire at once.
      incident.timer = Incident.NO_TIMER;
    } else {
      lookAgain(incident, WaitingMoments.due(rules.deadline(incident), detector), timestamp);
    }
    incidentState.update(incident);
  }

  private void tell(Alert alert, long timestamp) {
    told.inc(alert.detectorName());
    emit(alert, timestamp);
  }

  /**
   * Makes sure that a timer fires no later than the deadline. A deadline moves with everything
   * unusual: rather than a timer for each, one fires early and goes on to where the deadline is.
   */
  private void lookAgain(Incident incident, long due, long fired) {
    if (incident.timer <= fired || due < incident.timer) {
      incident.timer = due;
      timers().registerEventTimeTimer(due);
    }
  }

  /**
   * Ends what nobody watches any more, as the detector left the file or is to raise no incidents:
   * who was told that it began hears that it is over.
   */
  private void abandon(Incident incident, long timestamp) throws Exception {
    if (incident != null && incident.open) {
      tell(incident.tell(AlertState.RESOLVED, timestamp + 1, null), timestamp);
    }
    incidentState.clear();
    tallies.clear();
    waiting.clear();
  }
}
