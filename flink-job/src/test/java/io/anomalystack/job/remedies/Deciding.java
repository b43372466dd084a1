package io.anomalystack.job.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.Hosting;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RemedyRecord;
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

/** One task that decides remedies, and what feeds it, without a cluster around it. */
final class Deciding implements AutoCloseable {
  private SelectFindings select;
  private final Hosting<String, TargetFinding, RemedyRecord> harness;

  private Deciding(StateBackend backend, Detector detector, OperatorSubtaskState saved)
      throws Exception {
    select = new SelectFindings(List.of(detector));
    harness =
        new Hosting<>(
            new DecideRemedies(RunningDetectors.unchanging(List.of(detector))),
            TargetFinding::target,
            Types.STRING);
    harness.setStateBackend(backend);
    harness.setup(
        TypeInformation.of(RemedyRecord.class).createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  static Deciding of(Detector detector) throws Exception {
    return on(new HashMapStateBackend(), detector);
  }

  static Deciding on(StateBackend backend, Detector detector) throws Exception {
    return new Deciding(backend, detector, null);
  }

  static Deciding restored(StateBackend backend, OperatorSubtaskState saved, Detector detector)
      throws Exception {
    return new Deciding(backend, detector, saved);
  }

  /** Other detectors come, after those that there are. */
  Deciding change(long version, Detector... others) throws Exception {
    select = new SelectFindings(List.of(others));
    harness.detectors(new DetectorSet(version, List.of(others)));
    return this;
  }

  Deciding take(Finding... findings) throws Exception {
    for (Finding finding : findings) {
      Decision decision = finding.decision();
      List<TargetFinding> selected = new ArrayList<>();
      select.select(decision, selected::add);
      for (TargetFinding each : selected) {
        harness.processElement1(new StreamRecord<>(each, decision.detectionPeriodEnd() - 1));
      }
    }
    return this;
  }

  /** Event time comes to an instant. */
  Deciding minute(long minute) throws Exception {
    harness.processWatermark1(new Watermark(Finding.at(minute) - 1));
    return this;
  }

  Deciding endOfInput(long minute) throws Exception {
    harness.processWatermark1(new Watermark(EndOfInput.watermark(Finding.at(minute))));
    return this;
  }

  List<RemedyRecord> records() {
    return harness.extractOutputValues();
  }

  /** What was decided, for people: minute, remedy, state and reason. */
  List<String> decided() {
    return records().stream().map(Deciding::text).toList();
  }

  static String text(RemedyRecord record) {
    return "%d %s %s%s"
        .formatted(
            (record.time() - Finding.START) / Finding.MINUTE,
            record.name(),
            record.state().text(),
            record.heldBack() == null ? "" : " " + record.heldBack().text());
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

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
