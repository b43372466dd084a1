package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.BoundedShuffle;
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

/** Incidents of detectors on one topic that differ in their periods and in what they wait for. */
class IncidentsPipelineTest {
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
        - name: minutes
          topic: sales
          timestamp: t
          period: 1m
          allowedLateness: 2m
          dimensions: [product]
          measures: [{field: quantity}]
          anomalyThreshold: 50
          incidents:
            {groupBy: [product], resolveAfter: 5m, remindEvery: 4m, escalate: [{to: critical, after: 8m}]}
        - name: quarters
          topic: sales
          timestamp: t
          period: 15m
          allowedLateness: 20s
          dimensions: [product]
          measures: [{field: quantity}]
          anomalyThreshold: 25
          incidents: {resolveAfter: 15m}
        - name: records
          topic: sales
          timestamp: t
          period: record
          allowedLateness: 20s
          dimensions: [product]
          measures: [{field: quantity}]
          anomalyThreshold: 50
          incidents: {resolveAfter: 3m, cooldown: 7m, remindEvery: 2m}
      """;

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final int SECONDS = 6 * 3600;

  /**
   * A sale of each product every ten seconds. Now and then one sells badly, or far too well; in the
   * last two hours none does.
   */
  private static List<String> sales() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> lines = new ArrayList<>();
    int[] unusualUntil = new int[5];
    for (int second = 0; second < SECONDS; second += 10) {
      for (int product = 0; product < unusualUntil.length; product++) {
        if (second > 3600 && second < 4 * 3600 && random.nextInt(200) == 0) {
          unusualUntil[product] = second + random.nextInt(30, 600);
        }
        int quantity = second < unusualUntil[product] ? (product % 2 == 0 ? 1 : 60) : 20;
        lines.add(
            "{\"t\":\"%s\",\"product\":\"%d\",\"quantity\":%d}"
                .formatted(START.plusSeconds(second), product, quantity));
      }
    }
    return lines;
  }

  private static long timeOf(String line) {
    return Instant.parse(line.substring(6, line.indexOf('"', 6))).toEpochMilli();
  }

  private static Result run(List<List<String>> partitions, List<Detector> detectors, int tasks)
      throws Exception {
    return InMemoryPorts.run(
        Map.of("sales", partitions.stream().map(InMemoryPorts::records).toList()),
        detectors,
        tasks,
        new MeanEngine(),
        ScoringSettings.defaults());
  }

  @Test
  void areWhatEachDetectorAloneWouldTellWhateverThePartitionsTasksAndOrderOfArrival()
      throws Exception {
    List<String> sales = sales();
    List<String> shuffled = BoundedShuffle.shuffle(sales, IncidentsPipelineTest::timeOf, 20_000, 3);
    List<List<String>> dealt = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < shuffled.size(); i++) {
      dealt.get(i % dealt.size()).add(shuffled.get(i));
    }
    List<Detector> detectors = DetectorFile.parse(DETECTORS);

    Result together = run(dealt, detectors, 4);

    assertThat(together.rejected()).isEmpty();
    for (Detector detector : detectors) {
      List<Alert> alone = run(List.of(sales), List.of(detector), 1).alerts();
      assertThat(together.alerts())
          .filteredOn(alert -> alert.detectorName().equals(detector.name()))
          .isEqualTo(alone)
          .hasSizeGreaterThan(3);
    }
    assertThat(together.alerts()).extracting(Alert::state).contains(AlertState.values());
    long anomalies =
        together.decisions().stream().filter(decision -> decision.alert() == 1).count();
    assertThat(counted(together.alerts())).isEqualTo(anomalies);
  }

  /** The anomalies in what was told last of each incident. */
  private static long counted(List<Alert> alerts) {
    Map<String, Long> byIncident = new HashMap<>();
    alerts.forEach(alert -> byIncident.put(alert.incidentId(), alert.anomalies()));
    return byIncident.values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void haveAsTheirCauseTheStrongestAnomalyOfTheMoment() throws Exception {
    Result result = run(List.of(sales()), DetectorFile.parse(DETECTORS), 2);

    for (Alert alert : result.alerts()) {
      List<Decision> ofTheMoment =
          result.of(alert.detectorName()).stream()
              .filter(
                  decision ->
                      decision.alert() == 1
                          && decision.detectionPeriodEnd() == alert.time()
                          && decision.dimensionList().containsAll(alert.dimensionList()))
              .toList();
      if (alert.state() == AlertState.RESOLVED || ofTheMoment.isEmpty()) {
        assertThat(alert.cause()).as("cause of %s", alert).isNull();
      } else {
        assertThat(ofTheMoment).contains(alert.cause());
        assertThat(alert.cause().anomalyScore())
            .isEqualTo(
                ofTheMoment.stream().mapToDouble(Decision::anomalyScore).max().orElseThrow());
      }
    }
  }
}
