package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
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
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the decisions that incidents are made of: anomalies, and those on a series that was
 * anomalous lately and still is what it was then. Models get used to what goes on within a period
 * or two: without the latter an outage of an hour would be over after its first minute.
 *
 * <p>These are few, so that what is quiet never crosses the network. Runs where the decisions are
 * made, keyed by time series as they are.
 *
 * <p>An operator of its own rather than a function, because every decision comes by here: which
 * series are followed is known on the heap, and state is touched for these alone. A look into
 * RocksDB for nothing costs a hundred times as much.
 */
public final class SelectUnusual extends AbstractStreamOperator<Decision>
    implements OneInputStreamOperator<Decision, Decision>, Triggerable<String, VoidNamespace> {
  private static final String STATE = "anomalous-series";

  private final Map<String, Detector> detectors;

  private transient ValueState<Anomalous> anomalousState;
  private transient InternalTimerService<VoidNamespace> timers;

  /** The series of which there is state. */
  private transient Set<String> followed;

  /** Of a topic's detectors those that raise incidents. */
  public SelectUnusual(List<Detector> detectors) {
    this.detectors = raising(detectors);
  }

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

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("forgetting", VoidNamespaceSerializer.INSTANCE, this);
    anomalousState =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(STATE, TypeInformation.of(Anomalous.class)));
    followed = new HashSet<>();
    try (Stream<String> restored =
        this.<String>getKeyedStateBackend().getKeys(STATE, VoidNamespace.INSTANCE)) {
      restored.forEach(followed::add);
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public void setKeyContextElement1(StreamRecord record) {
    // The key is set only where keyed state or a timer is touched: not for every decision.
  }

  @Override
  public void processElement(StreamRecord<Decision> element) throws Exception {
    Decision decision = element.getValue();
    Detector detector = detectors.get(decision.detectorName());
    boolean anomaly = isAnomaly(decision);
    if (detector == null || !(anomaly || followed.contains(decision.timeseriesId()))) {
      return;
    }
    setCurrentKey(decision.timeseriesId());
    Anomalous known = anomalousState.value();
    if (known != null && decision.detectionPeriodStart() >= forgotten(known, detector)) {
      known = null;
    }
    if (anomaly) {
      remember(known == null ? Anomalous.of(decision) : known.and(decision), decision, detector);
      output.collect(element);
    } else if (known != null && known.goesOnIn(decision)) {
      remember(known, decision, detector);
      output.collect(element);
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
