package io.anomalystack.job.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.Hosting;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.ingest.PartitionClock;
import io.anomalystack.job.moments.GroupKey;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.TestableKeyedStateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** One task that raises incidents, without a cluster around it. */
final class Raising implements AutoCloseable {
  private final Hosting<String, UnusualDecision, Alert> harness;

  private List<Detector> detectors;

  private Raising(StateBackend backend, List<Detector> detectors, OperatorSubtaskState saved)
      throws Exception {
    this.detectors = detectors;
    harness =
        new Hosting<>(
            new RaiseIncidents(RunningDetectors.unchanging(detectors)),
            UnusualDecision::incident,
            Types.STRING);
    harness.setStateBackend(backend);
    harness.setup(TypeInformation.of(Alert.class).createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  static Raising of(Detector... detectors) throws Exception {
    return on(new HashMapStateBackend(), detectors);
  }

  static Raising restored(OperatorSubtaskState saved, Detector... detectors) throws Exception {
    return restored(new HashMapStateBackend(), saved, detectors);
  }

  static Raising on(StateBackend backend, Detector... detectors) throws Exception {
    return new Raising(backend, List.of(detectors), null);
  }

  static Raising restored(StateBackend backend, OperatorSubtaskState saved, Detector... detectors)
      throws Exception {
    return new Raising(backend, List.of(detectors), saved);
  }

  /** Sales by product and country; over after 5 minutes, and for good after 15. */
  static Detector detector(String... settings) {
    List<String> all = new ArrayList<>();
    all.add("dimensions: [product_name, country]");
    all.add("incidents: {resolveAfter: 5m, cooldown: 15m}");
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  /** Other detectors come, after those that there are. */
  Raising change(long version, Detector... others) throws Exception {
    detectors = List.of(others);
    harness.detectors(new DetectorSet(version, detectors));
    return this;
  }

  Raising take(SomeDecision... decisions) throws Exception {
    for (SomeDecision decision : decisions) {
      take(decision.decision());
    }
    return this;
  }

  Raising take(Decision decision) throws Exception {
    String incident =
        detectors.stream()
            .filter(detector -> detector.name().equals(decision.detectorName()))
            .map(detector -> IncidentKey.of(detector, decision))
            .findFirst()
            .orElse(GroupKey.of(decision.detectorName(), List.of()));
    harness.processElement1(
        new StreamRecord<>(
            new UnusualDecision(incident, decision), decision.detectionPeriodEnd() - 1));
    return this;
  }

  /** Event time comes to an instant. */
  Raising minute(long minute) throws Exception {
    harness.processWatermark1(new Watermark(SomeDecision.at(minute) - 1));
    return this;
  }

  Raising endOfInput(long minute) throws Exception {
    harness.processWatermark1(new Watermark(EndOfInput.watermark(SomeDecision.at(minute))));
    return this;
  }

  /** The job is told to stop for good, in the middle of its topics. */
  Raising drained() throws Exception {
    harness.processWatermark1(new Watermark(EndOfInput.watermark(PartitionClock.UNKNOWN)));
    return this;
  }

  List<Alert> alerts() {
    return harness.extractOutputValues();
  }

  /** What was told, for people: number, state, severity, minute, from to, anomalies of series. */
  List<String> told() {
    return alerts().stream()
        .map(
            alert ->
                "%d %s %s at %d: %d to %d, %d of %d"
                    .formatted(
                        alert.sequence(),
                        alert.state().text(),
                        alert.severity().text(),
                        minute(alert, alert.time()),
                        minute(alert, alert.start()),
                        minute(alert, alert.end()),
                        alert.anomalies(),
                        alert.seriesCount()))
        .toList();
  }

  private static long minute(Alert alert, long time) {
    assertThat((time - SomeDecision.START) % SomeDecision.MINUTE).as("in %s", alert).isZero();
    return (time - SomeDecision.START) / SomeDecision.MINUTE;
  }

  OperatorSubtaskState save() throws Exception {
    return harness.snapshot(1, 1);
  }

  /** Neither a timer nor any state is kept. */
  void assertNothingIsLeft() throws Exception {
    // Timers leave RocksDB in batches, the last of them before a snapshot.
    save();
    assertThat(harness.numEventTimeTimers()).as("timers").isZero();
    KeyedStateBackend<?> state =
        ((AbstractStreamOperator<?>) harness.getOperator()).getKeyedStateBackend();
    assertThat(((TestableKeyedStateBackend<?>) state).numKeyValueStateEntries())
        .as("states")
        .isZero();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
