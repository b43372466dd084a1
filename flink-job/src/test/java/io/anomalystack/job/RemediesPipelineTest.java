package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyState;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.BoundedShuffle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Remedies of runs, one of which has a real fault and one a flapping measure. */
class RemediesPipelineTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final String DETECTORS =
      """
      detectors:
        - name: speed
          topic: training
          timestamp: t
          period: 1m
          allowedLateness: 1m
          dimensions: [run, rank]
          measures: [{field: tps}]
          anomalyThreshold: 50
          incidents: false
          remedies:
            - name: stop-the-run
              on: {score: true}
              evidence: {findings: 3, within: 10m}
              action: stop
              target: run
              executor: launcher
              dryRun: false
            - name: look-at-the-rank
              on: {score: true}
              evidence: {findings: 1, within: 10m}
              action: drain
              target: [run, rank]
              executor: launcher
        - name: without
          topic: training
          timestamp: t
          period: 1m
          measures: [{field: tps}]
      """;

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final int MINUTES = 240;

  /**
   * A record of each rank of each run twice a minute. From the second hour on all ranks of {@code
   * broken} are slow for an hour; one of {@code flapping} is so every twentieth minute.
   */
  private static List<String> steps() {
    List<String> lines = new ArrayList<>();
    for (int second = 0; second < MINUTES * 60; second += 30) {
      int minute = second / 60;
      for (String run : List.of("broken", "flapping", "fine")) {
        for (int rank = 0; rank < 4; rank++) {
          boolean slow =
              run.equals("broken") && minute >= 60 && minute < 120
                  || run.equals("flapping") && rank == 2 && minute > 10 && minute % 20 == 0;
          lines.add(
              "{\"t\":\"%s\",\"run\":\"%s\",\"rank\":%d,\"tps\":%d}"
                  .formatted(START.plusSeconds(second), run, rank, slow ? 10 : 1000));
        }
      }
    }
    return lines;
  }

  private static long timeOf(String line) {
    return Instant.parse(line.substring(6, line.indexOf('"', 6))).toEpochMilli();
  }

  private static List<RemedyRecord> run(List<List<String>> partitions, int tasks) throws Exception {
    Result result =
        InMemoryPorts.run(
            Map.of("training", partitions.stream().map(InMemoryPorts::records).toList()),
            DetectorFile.parse(DETECTORS),
            tasks,
            new MeanEngine(),
            ScoringSettings.defaults());
    assertThat(result.alerts()).noneMatch(alert -> alert.detectorName().equals("speed"));
    return result.remedies();
  }

  @Test
  void oneRealFaultStopsItsRunOnceWhateverThePartitionsTasksAndOrderOfArrival() throws Exception {
    List<String> steps = steps();
    List<String> shuffled = BoundedShuffle.shuffle(steps, RemediesPipelineTest::timeOf, 50_000, 3);
    List<List<String>> dealt = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < shuffled.size(); i++) {
      dealt.get(i % dealt.size()).add(shuffled.get(i));
    }

    List<RemedyRecord> alone = run(List.of(steps), 1);
    List<RemedyRecord> together = run(dealt, 4);

    assertThat(together).isEqualTo(alone);
    List<RemedyRecord> requested =
        alone.stream().filter(record -> record.state() == RemedyState.REQUESTED).toList();
    assertThat(requested).hasSize(1);
    assertThat(requested.get(0).dimensionList()).containsExactly(new Dimension("run", "broken"));
    assertThat(Instant.ofEpochMilli(requested.get(0).time())).isEqualTo(START.plusSeconds(63 * 60));
    assertThat(alone)
        .filteredOn(record -> record.name().equals("look-at-the-rank"))
        .isNotEmpty()
        .noneMatch(RemedyRecord::isToBeDone);
  }
}
