package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class SplitRecordsTest {
  private static final long T = 1_724_938_500_000L;

  @Test
  void samplesAndRejectedRecordsGoTheirOwnWays() throws Exception {
    Sample sample = sample(T);
    RejectedRecord rejected =
        new RejectedRecord(
            "sales", 0, 0, 0, null, null, RejectionReason.MALFORMED_JSON, "x", new byte[0]);
    try (var harness = open(null)) {
      harness.processElement(
          new StreamRecord<>(new Decoded(0, List.of(sample, sample), List.of(rejected), T, T)));
      harness.processElement(new StreamRecord<>(new Decoded(0, List.of(), List.of(), T, T)));

      assertThat(harness.extractOutputValues()).containsExactly(sample, sample);
      assertThat(harness.getSideOutput(SplitRecords.REJECTED))
          .extracting(StreamRecord::getValue)
          .containsExactly(rejected);
    }
  }

  @Test
  void otherWatermarksPassAsTheyAre() throws Exception {
    try (var harness = open(null)) {
      harness.processWatermark(new Watermark(T));

      assertThat(harness.getOutput()).containsExactly(new Watermark(T));
    }
  }

  @Test
  void lastWatermarkCarriesTheNewestTimeOfAllPartitions() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(new StreamRecord<>(decoded(0, T + 5)));
      harness.processElement(new StreamRecord<>(decoded(1, T)));
      harness.processElement(new StreamRecord<>(decoded(2, PartitionClock.UNKNOWN)));
      harness.processWatermark(Watermark.MAX_WATERMARK);

      assertThat(last(harness)).isEqualTo(new Watermark(EndOfInput.watermark(T + 5)));
    }
  }

  @Test
  void newestTimeIsContradictedOnlyByItsOwnPartition() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(new StreamRecord<>(decoded(0, T + 1_000_000)));
      harness.processElement(new StreamRecord<>(decoded(1, T)));
      harness.processElement(new StreamRecord<>(decoded(0, T + 1)));
      harness.processWatermark(Watermark.MAX_WATERMARK);

      assertThat(last(harness)).isEqualTo(new Watermark(EndOfInput.watermark(T + 1)));
    }
  }

  @Test
  void idleChannelSpeaksUpForTheEndOfItsInput() throws Exception {
    try (var harness = open(null)) {
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.processWatermark(Watermark.MAX_WATERMARK);

      assertThat(harness.getOutput())
          .containsExactly(
              WatermarkStatus.IDLE,
              WatermarkStatus.ACTIVE,
              new Watermark(EndOfInput.watermark(PartitionClock.UNKNOWN)));
    }
  }

  @Test
  void newestTimeIsKnownAfterARestore() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = open(null)) {
      harness.processElement(new StreamRecord<>(decoded(4, T)));
      saved = harness.snapshot(1, 1);
    }
    try (var harness = open(saved)) {
      harness.processWatermark(Watermark.MAX_WATERMARK);

      assertThat(last(harness)).isEqualTo(new Watermark(EndOfInput.watermark(T)));
    }
  }

  private static Object last(OneInputStreamOperatorTestHarness<Decoded, Sample> harness) {
    return List.copyOf(harness.getOutput()).get(harness.getOutput().size() - 1);
  }

  private static Decoded decoded(int partition, long newest) {
    return new Decoded(partition, List.of(), List.of(), newest, newest);
  }

  private static Sample sample(long eventTime) {
    return new Sample(
        0, new SeriesKey(0, "sales"), eventTime, 0, 0, 0, 0, new double[] {1}, new byte[0]);
  }

  private static OneInputStreamOperatorTestHarness<Decoded, Sample> open(OperatorSubtaskState saved)
      throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<Decoded, Sample>(new SplitRecords());
    harness.setup(new SampleSerializer());
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
    return harness;
  }
}
