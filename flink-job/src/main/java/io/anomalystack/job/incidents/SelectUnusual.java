package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

/**
 * Keeps the decisions that incidents are made of: anomalies, and those on a series that was
 * anomalous lately and still is what it was then. Models get used to what goes on within a period
 * or two: without the latter an outage of an hour would be over after its first minute.
 *
 * <p>These are few, so that what is quiet never crosses the network. Part of the operator that
 * makes the decisions, keyed by time series, with state of its own there.
 *
 * <p>Every decision comes by here: which series are followed is known on the heap, and state is
 * touched for these alone. A look into RocksDB for nothing costs a hundred times as much.
 */
public final class SelectUnusual implements Triggerable<String, VoidNamespace>, Serializable {
  private static final String STATE = "anomalous-series";

  private transient Map<String, Detector> detectors;
  private transient AbstractStreamOperator<?> operator;
  private transient ValueState<Anomalous> anomalousState;
  private transient InternalTimerService<VoidNamespace> timers;

  /** The series of which there is state. */
  private transient Set<String> followed;

  /** The detectors that raise incidents, by name. */
  static Map<String, Detector> raising(List<Detector> detectors) {
    return detectors.stream()
        .filter(detector -> detector.incidents() != null)
        .collect(Collectors.toMap(Detector::name, Function.identity()));
  }

  /** Whether a decision is one that a person should hear of. */
  static boolean isAnomaly(Decision decision) {
    return decision.alert() == 1;
  }

  /** As {@link AbstractStreamOperator#open}. */
  public void open(AbstractStreamOperator<?> host, List<Detector> selecting) {
    operator = host;
    timers =
        host.getInternalTimerService(
            "forgetting-anomalous", VoidNamespaceSerializer.INSTANCE, this);
    anomalousState =
        host.getRuntimeContext()
            .getState(new ValueStateDescriptor<>(STATE, TypeInformation.of(Anomalous.class)));
    followed = new HashSet<>();
    try (Stream<String> restored =
        host.<String>getKeyedStateBackend().getKeys(STATE, VoidNamespace.INSTANCE)) {
      restored.forEach(followed::add);
    }
    detectors(selecting);
  }

  /** Goes on by other detectors. */
  public void detectors(List<Detector> selecting) {
    detectors = raising(selecting);
  }

  /** The key of the incident that a decision belongs to; null where it is none's. */
  public String incidentOf(Decision decision) throws Exception {
    Detector detector = detectors.get(decision.detectorName());
    return detector == null || !isUnusual(decision, detector)
        ? null
        : IncidentKey.of(detector, decision);
  }

  private boolean isUnusual(Decision decision, Detector detector) throws Exception {
    boolean anomaly = isAnomaly(decision);
    if (!detector.forest() && detector.rules().isEmpty()) {
      // Nothing is expected of it that could still go on.
      return anomaly;
    }
    if (!(anomaly || followed.contains(decision.timeseriesId()))) {
      return false;
    }
    operator.setCurrentKey(decision.timeseriesId());
    Anomalous known = anomalousState.value();
    if (known != null && decision.detectionPeriodStart() >= forgotten(known, detector)) {
      known = null;
    }
    if (anomaly) {
      remember(known == null ? Anomalous.of(decision) : known.and(decision), decision, detector);
      return true;
    }
    if (known != null && known.goesOnIn(decision)) {
      remember(known, decision, detector);
      return true;
    }
    return false;
  }

  /** Forgets a time series. */
  public void forget(String timeseriesId) {
    if (followed.remove(timeseriesId)) {
      operator.setCurrentKey(timeseriesId);
      anomalousState.clear();
    }
  }

  private void remember(Anomalous known, Decision decision, Detector detector) throws Exception {
    Anomalous seen = known.seenAt(decision.detectionPeriodEnd());
    anomalousState.update(seen.timer() == Incident.NO_TIMER ? lookAgain(seen, detector) : seen);
    followed.add(decision.timeseriesId());
  }

  /** A series is as good as any other from here on if nothing of it is unusual before; epoch ms. */
  private static long forgotten(Anomalous known, Detector detector) {
    return known.seen() + detector.incidents().resolveAfter().toMillis();
  }

  /** Has a timer fire when every decision has come to which it matters what the series was. */
  private Anomalous lookAgain(Anomalous known, Detector detector) {
    long due =
        forgotten(known, detector)
            + detector.period().toMillis()
            + detector.allowedLateness().toMillis();
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
    return known.withTimer(due);
  }

  /** Forgets a series, of which there may be no decision any more. */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Anomalous known = anomalousState.value();
    if (known == null || timer.getTimestamp() < known.timer()) {
      return;
    }
    Detector detector = detectors.get(known.detectorName());
    if (detector == null || forgotten(known, detector) < timer.getTimestamp()) {
      anomalousState.clear();
      followed.remove(timer.getKey());
    } else {
      anomalousState.update(lookAgain(known, detector));
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of processing time is ever registered");
  }
}
