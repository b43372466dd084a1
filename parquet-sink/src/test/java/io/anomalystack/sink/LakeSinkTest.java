package io.anomalystack.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sink makes of decisions between two checkpoints. */
class LakeSinkTest {
  private static final long FIVE_MINUTES = Duration.ofMinutes(5).toMillis();

  @TempDir Path lake;

  @Test
  void decisionsThatComeMinutesApartShareAFile() throws Exception {
    try (var sink = sink()) {
      sink.open();
      for (int period = 0; period < 6; period++) {
        // Each minute on its own, as Flink's timers see it.
        for (long now = period * FIVE_MINUTES; now < (period + 1) * FIVE_MINUTES; now += 60_000) {
          sink.setProcessingTime(now);
        }
        sink.processElement(TestDecisions.of(period, period), 0);
      }
      sink.setProcessingTime(7 * FIVE_MINUTES);
      assertThat(ended(sink)).isEmpty();

      sink.prepareSnapshotPreBarrier(1);

      assertThat(ended(sink)).hasSize(1);
    }
  }

  @Test
  void everyDayAndEveryCheckpointHasAFileOfItsOwn() throws Exception {
    try (var sink = sink()) {
      sink.open();
      sink.processElement(TestDecisions.of(0, 0), 0);
      sink.processElement(TestDecisions.of(0, 24), 0);
      sink.prepareSnapshotPreBarrier(1);
      sink.snapshot(1, 1);
      sink.processElement(TestDecisions.of(1, 0), 0);
      sink.prepareSnapshotPreBarrier(2);

      assertThat(ended(sink)).hasSize(3);
    }
  }

  private OneInputStreamOperatorTestHarness<Decision, CommittableMessage<FileSinkCommittable>>
      sink() throws Exception {
    FileSink<Decision> sink = LakeSink.at(lake.toUri());
    var harness =
        new OneInputStreamOperatorTestHarness<Decision, CommittableMessage<FileSinkCommittable>>(
            new SinkWriterOperatorFactory<>(sink));
    harness.setup(
        CommittableMessageTypeInfo.of(sink::getCommittableSerializer)
            .createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  /** The files that wait for their checkpoint to be complete. */
  private static List<FileSinkCommittable> ended(
      OneInputStreamOperatorTestHarness<Decision, CommittableMessage<FileSinkCommittable>> sink) {
    return sink.extractOutputValues().stream()
        .filter(message -> message instanceof CommittableWithLineage)
        .map(message -> ((CommittableWithLineage<FileSinkCommittable>) message).getCommittable())
        .filter(FileSinkCommittable::hasPendingFile)
        .toList();
  }
}
