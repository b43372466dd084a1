package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the decisions that incidents are made of: anomalies, and those on a series that was
 * anomalous lately and still is what it was then. Models get used to what goes on within a period
 * or two: without the latter an outage of an hour would be over after its first minute.
 *
 * <p>These are few, so that what is quiet never crosses the network. Runs where the decisions are
 * made, keyed by time series as they are.
 */
public final class SelectUnusual extends KeyedProcessFunction<String, Decision, Decision> {
  private final Map<String, Detector> detectors;

  private transient ValueState<Anomalous> anomalousState;

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
  public void open(OpenContext context) {
    anomalousState =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "anomalous-series", TypeInformation.of(Anomalous.class)));
  }

  @Override
  public void processElement(Decision decision, Context context, Collector<Decision> unusual)
      throws Exception {
    Detector detector = detectors.get(decision.detectorName());
    if (detector == null) {
      return;
    }
    Anomalous known = anomalousState.value();
    if (known != null && decision.detectionPeriodStart() >= forgotten(known, detector)) {
      known = null;
    }
    if (isAnomaly(decision)) {
      remember(known == null ? anomalous(decision) : known, decision, detector, context);
      unusual.collect(decision);
    } else if (known != null && known.goesOnIn(decision)) {
      remember(known, decision, detector, context);
      unusual.collect(decision);
    }
  }

  private static Anomalous anomalous(Decision decision) {
    return new Anomalous(
        decision.detectorName(),
        Expectation.of(decision),
        decision.detectionPeriodEnd(),
        Incident.NO_TIMER);
  }

  private void remember(Anomalous known, Decision decision, Detector detector, Context context)
      throws Exception {
    Anomalous seen = known.seenAt(decision.detectionPeriodEnd());
    anomalousState.update(
        seen.timer() == Incident.NO_TIMER ? lookAgain(seen, detector, context) : seen);
  }

  /** A series is as good as any other from here on if nothing of it is unusual before; epoch ms. */
  private static long forgotten(Anomalous known, Detector detector) {
    return known.seen() + detector.incidents().resolveAfter().toMillis();
  }

  /** Has a timer fire when every decision has come to which it matters what the series was. */
  private static Anomalous lookAgain(Anomalous known, Detector detector, Context context) {
    long due =
        forgotten(known, detector)
            + detector.period().toMillis()
            + detector.allowedLateness().toMillis();
    context.timerService().registerEventTimeTimer(due);
    return known.withTimer(due);
  }

  /** Forgets a series, of which there may be no decision any more. */
  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Decision> unusual)
      throws Exception {
    Anomalous known = anomalousState.value();
    if (known == null || timestamp < known.timer()) {
      return;
    }
    Detector detector = detectors.get(known.detectorName());
    if (detector == null || forgotten(known, detector) < timestamp) {
      anomalousState.clear();
    } else {
      anomalousState.update(lookAgain(known, detector, context));
    }
  }
}
