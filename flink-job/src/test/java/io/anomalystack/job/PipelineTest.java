package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BoundedShuffle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The topology as a whole, on a mini-cluster: what the contract says of time. */
class PipelineTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final String SALES =
      """
      detectors:
        - name: sales
          topic: sales
          timestamp: {field: timestamp}
          period: 1m
          dimensions: [product_name]
          measures: [{field: quantity, aggregation: sum}]
          allowedLateness: %s
          missing: %s
      """;

  private static List<Detector> sales(String lateness, String missing) throws Exception {
    return DetectorFile.parse(SALES.formatted(lateness, missing));
  }

  private static Result run(List<List<String>> partitions, List<Detector> detectors, int tasks)
      throws Exception {
    return InMemoryPorts.run(
        Map.of("sales", bytes(partitions)), detectors, tasks, ScoringSettings.defaults());
  }

  private static List<List<byte[]>> bytes(List<List<String>> partitions) {
    return partitions.stream().map(InMemoryPorts::records).toList();
  }

  private static String sale(String time, String product, int quantity) {
    return AnyBooks.sale(Instant.parse(time), product, quantity);
  }

  private static List<List<String>> dealt(List<String> lines, int partitions) {
    List<List<String>> dealt = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      dealt.add(new ArrayList<>());
    }
    for (int i = 0; i < lines.size(); i++) {
      dealt.get(i % partitions).add(lines.get(i));
    }
    return dealt;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void decidesTheSameWhateverThePartitionsTasksAndOrderOfArrival(long seed) throws Exception {
    List<String> lines =
        AnyBooks.BUNDLED.withSeed(seed).withLength(Duration.ofHours(12)).scenario().lines();
    List<String> shuffled =
        BoundedShuffle.shuffle(lines, AnyBooks::timeOf, Duration.ofSeconds(30).toMillis(), seed);
    List<Detector> detectors = sales("30s", "zero");

    Result inOrder = run(List.of(lines), detectors, 1);
    Result arrivingAnyhow = run(dealt(shuffled, 4), detectors, 2);

    assertThat(inOrder.decisions()).hasSize(2 * 12 * 60);
    assertThat(arrivingAnyhow.decisions()).isEqualTo(inOrder.decisions());
    assertThat(arrivingAnyhow.rejected()).isEmpty();
  }

  @Test
  void decidesTwoTopicsYearsApartAsIfEachRanAlone() throws Exception {
    List<Detector> both =
        DetectorFile.parse(
            SALES.formatted("0s", "zero")
                + SALES
                    .formatted("0s", "zero")
                    .replace("detectors:\n", "")
                    .replace("sales", "returns"));
    List<List<String>> old = dealt(hours(AnyBooks.BUNDLED.start().minus(Duration.ofDays(730))), 2);
    List<List<String>> recent = dealt(hours(AnyBooks.BUNDLED.start()), 2);

    Result together =
        InMemoryPorts.run(
            Map.of("sales", bytes(recent), "returns", bytes(old)),
            both,
            2,
            ScoringSettings.defaults());

    assertThat(together.rejected()).isEmpty();
    assertThat(together.of("sales")).isEqualTo(run(recent, List.of(both.get(0)), 2).decisions());
    assertThat(together.of("returns"))
        .isEqualTo(
            InMemoryPorts.run(
                    Map.of("returns", bytes(old)),
                    List.of(both.get(1)),
                    2,
                    ScoringSettings.defaults())
                .decisions());
  }

  private static List<String> hours(Instant start) {
    return AnyBooks.BUNDLED
        .withStart(start)
        .withLength(Duration.ofHours(3))
        .withoutAnomalies()
        .scenario()
        .lines();
  }

  @Test
  void readsFewerPartitionsThanTasksWithoutWaitingForTheIdleOnes() throws Exception {
    List<String> lines = hours(AnyBooks.BUNDLED.start());

    Result manyTasks = run(List.of(lines), sales("0s", "zero"), 4);

    assertThat(manyTasks.decisions())
        .isEqualTo(run(List.of(lines), sales("0s", "zero"), 1).decisions());
    assertThat(manyTasks.rejected()).isEmpty();
  }

  @ParameterizedTest(name = "at record {0}")
  @ValueSource(ints = {0, 1, 500})
  void closesNobodysPeriodForOneRecordFarAhead(int at) throws Exception {
    List<String> lines = hours(AnyBooks.BUNDLED.start());
    List<String> withStray = new ArrayList<>(lines);
    withStray.add(at, sale("2025-08-29T13:35:12Z", "item-stray", 3));

    Result result = run(List.of(withStray), sales("0s", "zero"), 2);

    assertThat(result.rejected()).isEmpty();
    List<Decision> others =
        result.decisions().stream()
            .filter(d -> !d.dimensionList().get(0).value().equals("item-stray"))
            .toList();
    assertThat(others).isEqualTo(run(List.of(lines), sales("0s", "zero"), 1).decisions());
    assertThat(result.decisions()).hasSize(others.size() + 1);
  }

  @Test
  void rejectsNothingAtATrueGapOfTwoWeeksAndFillsADay() throws Exception {
    List<String> lines = new ArrayList<>(hours(AnyBooks.BUNDLED.start()));
    int before = run(List.of(lines), sales("0s", "zero"), 1).decisions().size();
    lines.addAll(hours(AnyBooks.BUNDLED.start().plus(Duration.ofDays(14))));

    Result result = run(List.of(lines), sales("0s", "zero"), 2);

    assertThat(result.rejected()).isEmpty();
    assertThat(result.decisions().stream().filter(Decision::filled)).hasSize(2 * 24 * 60);
    assertThat(result.decisions().stream().filter(d -> !d.filled())).hasSize(2 * before);
  }

  @Test
  void rejectsALateRecordAndDecidesItsPeriodOnce() throws Exception {
    List<String> lines =
        List.of(
            sale("2024-08-29T10:00:10Z", "a", 1),
            sale("2024-08-29T10:01:00Z", "a", 1),
            sale("2024-08-29T10:00:59Z", "a", 100),
            sale("2024-08-29T10:00:30Z", "b", 100),
            sale("2024-08-29T10:01:05Z", "a", 1));

    Result result = run(List.of(lines), sales("0s", "skip"), 1);

    assertThat(result.rejected())
        .extracting(RejectedRecord::offset, RejectedRecord::reason)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(2L, RejectionReason.LATE),
            org.assertj.core.api.Assertions.tuple(3L, RejectionReason.LATE));
    assertThat(result.decisions())
        .extracting(Decision::aggregatedMeasureValue)
        .containsExactly(1.0, 2.0);
    assertThat(result.decisions()).extracting(Decision::partial).containsExactly(false, true);
  }

  @Test
  void countsEveryRecordOfOneTopicForEveryDetector() throws Exception {
    List<String> lines = new ArrayList<>(hours(AnyBooks.BUNDLED.start()));
    Collections.shuffle(lines, new java.util.Random(5));

    Result result = run(dealt(lines, 3), sales("1m", "skip"), 2);

    // Sums of units say nothing of records: count them instead.
    List<Detector> counting =
        DetectorFile.parse(
            SALES.formatted("1m", "skip").replace("aggregation: sum", "aggregation: count"));
    Result counts = run(List.of(lines), counting, 1);
    double counted =
        counts.decisions().stream().mapToDouble(Decision::aggregatedMeasureValue).sum();
    assertThat(counted + counts.rejected().size()).isEqualTo(lines.size());
    assertThat(counts.rejected()).isNotEmpty();
    assertThat(result.rejected()).allMatch(r -> r.reason() == RejectionReason.LATE);
  }
}
