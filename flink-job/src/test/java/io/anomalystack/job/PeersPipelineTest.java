package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.BoundedShuffle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Peers in the topology as a whole, beside detectors that have none. */
class PeersPipelineTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final String DETECTOR =
      """
        - name: %s
          topic: training
          timestamp: {field: time, format: epoch-millis}
          period: 1s
          dimensions: [rank, layer]
          measures: [{field: norm, aggregation: avg}]
          allowedLateness: 3s
      """;

  private static final String PEERS =
      "    peers: {among: [layer], compare: ratio, baseline: own}\n";

  private static final String PEERS_ONLY =
      DETECTOR.formatted("peers-only") + PEERS + "    model: none\n";
  private static final String BOTH = DETECTOR.formatted("both") + PEERS;
  private static final String FOREST_ONLY = DETECTOR.formatted("forest-only");

  private static final long START = 1_767_225_600_000L;
  private static final int RANKS = 3;
  private static final int LAYERS = 8;
  private static final int STEPS = 150;
  private static final int DISTURBED_STEP = 140;

  private static List<Detector> detectors(String... yaml) throws Exception {
    return DetectorFile.parse("detectors:\n" + String.join("", yaml));
  }

  private static List<String> lines() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      for (int rank = 0; rank < RANKS; rank++) {
        for (int layer = 0; layer < LAYERS; layer++) {
          double usual = (1 + layer) * (1 + random.nextDouble(-0.1, 0.1));
          boolean disturbed = step == DISTURBED_STEP && rank == 1 && layer == 5;
          long time = START + step * 1_000L + random.nextInt(1_000);
          lines.add(
              "{\"time\":%d,\"rank\":%d,\"layer\":\"l%d\",\"norm\":%s}"
                  .formatted(time, rank, layer, disturbed ? 5 * usual : usual));
        }
      }
    }
    return lines;
  }

  private static long time(String line) {
    return Long.parseLong(line.substring(8, line.indexOf(',')));
  }

  private static Result run(List<List<String>> partitions, List<Detector> detectors, int tasks)
      throws Exception {
    return InMemoryPorts.run(
        Map.of("training", partitions.stream().map(InMemoryPorts::records).toList()),
        detectors,
        tasks,
        ScoringSettings.defaults());
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

  @Test
  void decidesTheSameWhateverTheTasksAndTheOrderOfArrival() throws Exception {
    List<String> lines = lines();
    lines.sort((one, other) -> Long.compare(time(one), time(other)));
    List<String> shuffled =
        BoundedShuffle.shuffle(lines, PeersPipelineTest::time, Duration.ofSeconds(3).toMillis(), 7);
    List<Detector> detectors = detectors(PEERS_ONLY, BOTH, FOREST_ONLY);

    Result inOrder = run(List.of(lines), detectors, 1);
    Result anyhow = run(dealt(shuffled, 4), detectors, 4);

    assertThat(inOrder.decisions()).hasSize(3 * RANKS * LAYERS * STEPS);
    assertThat(anyhow.decisions()).isEqualTo(inOrder.decisions());
    assertThat(anyhow.alerts()).isEqualTo(inOrder.alerts());
    assertThat(anyhow.rejected()).isEmpty();
  }

  @Test
  void namesTheDisturbedLayerWithAndWithoutAForest() throws Exception {
    Result result = run(List.of(lines()), detectors(PEERS_ONLY, BOTH), 2);

    for (String detector : List.of("peers-only", "both")) {
      List<Decision> breached =
          result.of(detector).stream()
              .filter(d -> d.findings().peer() != null && d.findings().peer().breached())
              .toList();
      assertThat(breached).as(detector).hasSize(1);
      Decision found = breached.get(0);
      assertThat(found.dimensionList()).extracting("value").containsExactly("1", "l5");
      assertThat(found.detectionPeriodStart()).isEqualTo(START + DISTURBED_STEP * 1_000L);
      assertThat(found.findings().peer().peers()).isEqualTo(LAYERS);
      assertThat(found.alert()).isEqualTo(1);
      assertThat(result.alerts())
          .filteredOn(alert -> alert.detectorName().equals(detector))
          .filteredOn(alert -> alert.state() == AlertState.OPENED)
          .anyMatch(alert -> alert.start() == found.detectionPeriodStart());
    }
    assertThat(result.of("peers-only"))
        .allMatch(d -> d.anomalyScore() == 0 && d.modelStage() == ModelStage.INFERENCE)
        .allMatch(d -> d.predictedValue() == null);
  }

  @Test
  void theForestScoresAsIfThereWereNoPeers() throws Exception {
    List<Decision> both = run(List.of(lines()), detectors(BOTH), 2).decisions();
    List<Decision> alone =
        run(List.of(lines()), detectors(DETECTOR.formatted("both")), 2).decisions();

    assertThat(both)
        .extracting(Decision::decisionId, Decision::anomalyScore, Decision::modelStage)
        .containsExactlyElementsOf(
            alone.stream()
                .map(d -> Tuple.tuple(d.decisionId(), d.anomalyScore(), d.modelStage()))
                .toList());
  }

  @Test
  void peersOfOthersChangeNothing() throws Exception {
    Result together = run(dealt(lines(), 2), detectors(PEERS_ONLY, BOTH, FOREST_ONLY), 3);
    Result alone = run(dealt(lines(), 2), detectors(FOREST_ONLY), 3);

    assertThat(together.of("forest-only")).isEqualTo(alone.decisions());
  }
}
