package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.InMemoryPorts.Result;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BoundedShuffle;
import io.anomalystack.testdata.BundledFiles;
import io.anomalystack.testdata.LabelledWindow;
import io.anomalystack.testdata.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A day of the bookshop after six hours of learning: what a person hears of what went wrong. */
class AnyBooksDayTest {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final Duration LENGTH = Duration.ofHours(30);

  private static Scenario scenario;
  private static List<Decision> anomalies;
  private static List<Alert> alerts;
  private static Map<String, List<Alert>> incidents;

  @BeforeAll
  static void run() throws Exception {
    scenario = AnyBooks.BUNDLED.withLength(LENGTH).scenario();
    Result result = run(List.of(scenario.lines()), detectors(), 1);
    anomalies = result.decisions().stream().filter(decision -> decision.alert() == 1).toList();
    alerts = result.alerts();
    incidents = alerts.stream().collect(Collectors.groupingBy(Alert::incidentId));
  }

  private static List<Detector> detectors() throws Exception {
    return DetectorFile.parse(BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));
  }

  private static Result run(List<List<String>> partitions, List<Detector> detectors, int tasks)
      throws Exception {
    return InMemoryPorts.run(
        Map.of("sales", partitions.stream().map(InMemoryPorts::records).toList()),
        detectors,
        tasks,
        ScoringSettings.defaults());
  }

  @Test
  void tellsThatAnIncidentBeganAndThatItIsOver() {
    List<String> heard =
        incidents.values().stream()
            .map(
                incident ->
                    incident.stream()
                        .filter(alert -> alert.state() != AlertState.UPDATED)
                        .map(alert -> alert.state().text())
                        .collect(Collectors.joining(" ")))
            .toList();

    assertThat(heard)
        .hasSizeBetween(8, 16)
        .allMatch(
            states ->
                states.equals("opened resolved")
                    || states.equals("opened resolved reopened resolved"));
    long minutes =
        scenario.labels().stream()
            .mapToLong(label -> Duration.between(label.start(), label.end()).toMinutes())
            .sum();
    // A message for each labelled minute would be three times as many.
    assertThat((long) alerts.size()).isLessThan(minutes / 2);
  }

  @Test
  void losesNoAnomaly() {
    assertThat(anomalies).hasSizeGreaterThan(8);
    for (Decision anomaly : anomalies) {
      assertThat(overlapping(anomaly.detectionPeriodStart(), anomaly.detectionPeriodEnd()))
          .as("incidents of %s", anomaly)
          .hasSize(1)
          .allMatch(
              last ->
                  last.series().stream()
                      .anyMatch(
                          series ->
                              series.strongest().timeseriesId().equals(anomaly.timeseriesId())));
    }
    assertThat(last().stream().mapToLong(Alert::anomalies).sum()).isEqualTo(anomalies.size());
  }

  @Test
  void isOverWhenItIsOver() {
    List<Long> minutesOff = new ArrayList<>();
    for (Alert last : last()) {
      scenario.labels().stream()
          .filter(label -> overlaps(label, last))
          .map(label -> label.end().toEpochMilli())
          .max(Long::compare)
          .ifPresent(end -> minutesOff.add((last.end() - end) / 60_000));
    }

    assertThat(minutesOff).hasSizeGreaterThanOrEqualTo(8).allMatch(off -> Math.abs(off) <= 2);
  }

  @Test
  void tellsTheSameWhateverThePartitionsTasksAndOrderOfArrival() throws Exception {
    String patient =
        BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS)
            .replace("allowedLateness: 0s", "allowedLateness: 30s");
    List<String> shuffled = BoundedShuffle.shuffle(scenario.lines(), AnyBooks::timeOf, 30_000, 3);
    List<List<String>> dealt = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>()));
    for (int i = 0; i < shuffled.size(); i++) {
      dealt.get(i % 2).add(shuffled.get(i));
    }

    Result arrivingAnyhow = run(dealt, DetectorFile.parse(patient), 3);

    assertThat(arrivingAnyhow.rejected()).isEmpty();
    assertThat(arrivingAnyhow.alerts()).isEqualTo(alerts);
  }

  /** What was told last of each incident. */
  private static List<Alert> last() {
    return incidents.values().stream().map(incident -> incident.get(incident.size() - 1)).toList();
  }

  private static List<Alert> overlapping(long start, long end) {
    return last().stream().filter(last -> last.start() < end && start < last.end()).toList();
  }

  private static boolean overlaps(LabelledWindow label, Alert alert) {
    return label.start().toEpochMilli() < alert.end() && alert.start() < label.end().toEpochMilli();
  }
}
