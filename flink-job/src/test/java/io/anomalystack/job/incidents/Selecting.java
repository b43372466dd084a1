package io.anomalystack.job.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
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
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** One task that selects what is unusual, without a cluster around it. */
final class Selecting implements AutoCloseable {
  private final KeyedOneInputStreamOperatorTestHarness<String, Decision, Decision> harness;

  private Selecting(StateBackend backend, OperatorSubtaskState saved, List<Detector> detectors)
      throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new Select(detectors), Decision::timeseriesId, Types.STRING);
    harness.setStateBackend(backend);
    harness.setup(TypeInformation.of(Decision.class).createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  static Selecting of(Detector... detectors) throws Exception {
    return on(new HashMapStateBackend(), null, detectors);
  }

  static Selecting restored(OperatorSubtaskState saved, Detector... detectors) throws Exception {
    return on(new HashMapStateBackend(), saved, detectors);
  }

  /** With a state backend; without saved state where that is null. */
  static Selecting on(StateBackend backend, OperatorSubtaskState saved, Detector... detectors)
      throws Exception {
    return new Selecting(backend, saved, List.of(detectors));
  }

  Selecting take(SomeDecision... decisions) throws Exception {
    for (SomeDecision decision : decisions) {
      harness.processElement(
          new StreamRecord<>(decision.decision(), SomeDecision.at(decision.minute() + 1) - 1));
    }
    return this;
  }

  /** Event time comes to an instant. */
  Selecting minute(long minute) throws Exception {
    harness.processWatermark(new Watermark(SomeDecision.at(minute) - 1));
    return this;
  }

  /** The minutes whose decisions were selected. */
  List<Long> minutes() {
    return harness.extractOutputValues().stream()
        .map(Decision::detectionPeriodStart)
        .map(start -> (start - SomeDecision.START) / SomeDecision.MINUTE)
        .toList();
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

  /** Nothing but the selection. */
  private static final class Select extends AbstractStreamOperator<Decision>
      implements OneInputStreamOperator<Decision, Decision> {
    private final List<Detector> detectors;
    private final SelectUnusual unusual = new SelectUnusual();

    Select(List<Detector> detectors) {
      this.detectors = detectors;
    }

    @Override
    public void open() throws Exception {
      super.open();
      unusual.open(this, detectors);
    }

    @Override
    public void processElement(StreamRecord<Decision> element) throws Exception {
      if (unusual.incidentOf(element.getValue()) != null) {
        output.collect(element);
      }
    }
  }
}
