package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BadRecord;
import io.anomalystack.testdata.BadRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every bad record there is, in the middle of a stream that goes on to misbehave. */
class BadRecordsTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final String DETECTORS =
      """
      detectors:
        - name: sales
          topic: sales
          timestamp: {field: timestamp}
          period: 1m
          dimensions: [product_name]
          measures: [{field: quantity, aggregation: sum}]
      """;

  private static final Instant START = Instant.parse("2024-08-29T00:00:00Z");
  private static final int QUIET_MINUTES = 150;
  private static final int SPIKE = 400;

  @Test
  void rejectsEachWithItsReasonAndFindsTheSpikeBehindIt() throws Exception {
    List<BadRecord> bad = BadRecords.all();
    List<byte[]> records = new ArrayList<>();
    Map<Long, BadRecord> badByOffset = new HashMap<>();
    SplittableRandom random = new SplittableRandom(1);
    // A product for each bad record, which comes in some minute; the spike comes in the next.
    for (int minute = 0; minute < QUIET_MINUTES + bad.size(); minute++) {
      for (int product = 0; product < bad.size(); product++) {
        boolean spike = minute == QUIET_MINUTES + product;
        int quantity = spike ? SPIKE : 20 + random.nextInt(5);
        records.add(
            AnyBooks.sale(START.plusSeconds(60L * minute), "item-" + product, quantity)
                .getBytes(StandardCharsets.UTF_8));
      }
      int next = minute + 1 - QUIET_MINUTES;
      if (next >= 0 && next < bad.size()) {
        badByOffset.put((long) records.size(), bad.get(next));
        records.add(bad.get(next).bytes());
      }
    }

    Result result =
        InMemoryPorts.run(
            Map.of("sales", List.of(records)),
            DetectorFile.parse(DETECTORS),
            2,
            ScoringSettings.defaults());

    assertThat(result.rejected()).hasSize(bad.size());
    for (RejectedRecord rejected : result.rejected()) {
      BadRecord expected = badByOffset.get(rejected.offset());
      assertThat(rejected.reason()).as(expected.name()).isEqualTo(expected.reason());
      assertThat(rejected.payload()).as(expected.name()).isEqualTo(expected.bytes());
    }
    assertThat(result.rejected())
        .extracting(RejectedRecord::reason)
        .contains(RejectionReason.MALFORMED_JSON, RejectionReason.TOO_LARGE);
    assertThat(spikesFound(result)).isEqualTo(bad.size());
    assertThat(result.decisions()).hasSize(records.size() - bad.size());
  }

  private static long spikesFound(Result result) {
    return result.decisions().stream()
        .filter(decision -> decision.aggregatedMeasureValue() == SPIKE)
        .filter(decision -> decision.anomalyDecision() == 1)
        .map(Decision::timeseriesId)
        .distinct()
        .count();
  }
}
