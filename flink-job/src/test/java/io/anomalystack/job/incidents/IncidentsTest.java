package io.anomalystack.job.incidents;

import static io.anomalystack.job.incidents.Raising.detector;
import static io.anomalystack.job.incidents.SomeDecision.anomaly;
import static io.anomalystack.job.incidents.SomeDecision.doubtful;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person hears of one incident. */
class IncidentsTest {
  @Test
  void opensAndResolves() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80)).minute(1);
      assertThat(raising.told()).containsExactly("1 opened warning at 1: 0 to 1, 1 of 1");

      raising.minute(5);
      assertThat(raising.told()).hasSize(1);
      raising.minute(6);
      assertThat(raising.told()).last().isEqualTo("2 resolved warning at 6: 0 to 1, 1 of 1");
      raising.minute(16).assertNothingIsLeft();
      assertThat(raising.alerts())
          .extracting(Alert::incidentId)
          .containsOnly(Alert.incidentId("sales", List.of(), SomeDecision.at(0)));
    }
  }

  @Test
  void mergesWhatIsNearInTimeAndSaysWhatIsNew() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising
          .take(anomaly("a", 0, 80), anomaly("b", 1, 75), anomaly("b", 2, 75), anomaly("a", 3, 90))
          .minute(20);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1",
              "2 updated warning at 2: 0 to 2, 2 of 2",
              "3 updated warning at 4: 0 to 4, 4 of 2",
              "4 resolved warning at 9: 0 to 4, 4 of 2");
      Alert last = raising.alerts().get(3);
      assertThat(last.anomalyScore()).isEqualTo(90);
      assertThat(last.series())
          .extracting(
              AffectedSeries::anomalies,
              AffectedSeries::start,
              series -> series.strongest().anomalyScore())
          .containsExactly(
              tuple(2L, SomeDecision.at(0), 90.0), tuple(2L, SomeDecision.at(1), 75.0));
    }
  }

  @Test
  void saysOneThingOfOneMoment() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80), anomaly("b", 0, 90), anomaly("c", 0, 71)).minute(1);

      assertThat(raising.told()).containsExactly("1 opened warning at 1: 0 to 1, 3 of 3");
    }
  }

  @Test
  void hasAsItsCauseTheStrongestAnomalyOfTheMoment() throws Exception {
    try (Raising raising =
        Raising.of(detector("incidents: {resolveAfter: 5m, cooldown: 5m, remindEvery: 3m}"))) {
      SomeDecision strongest = anomaly("b", 0, 90);
      raising
          .take(anomaly("a", 0, 80), strongest, anomaly("c", 0, 71))
          .take(doubtful("b", 4, 0))
          .minute(20);

      assertThat(raising.alerts())
          .extracting(Alert::state, Alert::cause)
          .containsExactly(
              tuple(AlertState.OPENED, strongest.decision()),
              tuple(AlertState.REMINDED, null),
              tuple(AlertState.RESOLVED, null));
    }
    try (Raising raising = Raising.of(detector())) {
      SomeDecision second = anomaly("b", 1, 75);
      raising.take(anomaly("a", 0, 80), anomaly("a", 1, 72), second).minute(20);

      assertThat(raising.alerts())
          .extracting(Alert::state, Alert::cause)
          .contains(tuple(AlertState.UPDATED, second.decision()));
    }
  }

  @Test
  void isNotOverWhileAnAffectedSeriesIsStillUnusual() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80), doubtful("a", 4, 0), doubtful("a", 8, 0)).minute(13);
      assertThat(raising.told()).hasSize(1);

      raising.minute(14);
      assertThat(raising.told()).last().isEqualTo("2 resolved warning at 14: 0 to 9, 1 of 1");
    }
  }

  @Test
  void caresLittleForASeriesThatItDoesNotAffect() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80), doubtful("b", 4, 0)).minute(20);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1", "2 resolved warning at 6: 0 to 1, 1 of 1");
    }
  }

  @Test
  void reopensWithinItsCooldownAndThenStaysOpenForAsLong() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      for (int minute = 0; minute < 100; minute += 10) {
        raising.take(anomaly("a", minute, 80));
      }
      raising.minute(200);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1",
              "2 resolved warning at 6: 0 to 1, 1 of 1",
              "3 reopened warning at 11: 0 to 11, 2 of 1",
              "4 resolved warning at 106: 0 to 91, 10 of 1");
      raising.assertNothingIsLeft();
    }
  }

  @Test
  void aSeriesThatIsStillUnusualReopensNothing() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80), doubtful("a", 8, 0)).minute(15);
      assertThat(raising.told()).hasSize(2);
      raising.minute(16).assertNothingIsLeft();
    }
  }

  @Test
  void isAnotherIncidentAfterTheCooldown() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80), anomaly("a", 15, 80), anomaly("a", 31, 80)).minute(50);

      // 14 minutes between the first two, which is within the cooldown; 15 before the last.
      assertThat(raising.alerts())
          .extracting(Alert::incidentId, Alert::sequence)
          .containsExactly(
              tuple(id(0), 1L),
              tuple(id(0), 2L),
              tuple(id(0), 3L),
              tuple(id(0), 4L),
              tuple(id(31), 1L),
              tuple(id(31), 2L));
    }
  }

  private static String id(long minute) {
    return Alert.incidentId("sales", List.of(), SomeDecision.at(minute));
  }

  @Test
  void keepsGroupsApart() throws Exception {
    try (Raising raising =
        Raising.of(
            detector("incidents: {groupBy: [product_name], resolveAfter: 5m, cooldown: 5m}"))) {
      raising.take(anomaly("a", 0, 80), anomaly("b", 0, 80)).minute(30);

      assertThat(raising.alerts())
          .extracting(Alert::dimensionList, Alert::sequence)
          .containsExactlyInAnyOrder(
              tuple(List.of(new Dimension("product_name", "a")), 1L),
              tuple(List.of(new Dimension("product_name", "a")), 2L),
              tuple(List.of(new Dimension("product_name", "b")), 1L),
              tuple(List.of(new Dimension("product_name", "b")), 2L));
      raising.assertNothingIsLeft();
    }
  }

  @Test
  void escalatesAndNeverSinks() throws Exception {
    try (Raising raising =
        Raising.of(
            detector(
                "incidents: {resolveAfter: 5m, cooldown: 5m, escalate:"
                    + " [{to: critical, series: 2}], routes: {warning: [ops], critical: [call]}}"))) {
      raising.take(anomaly("a", 0, 80), anomaly("b", 1, 80), anomaly("a", 2, 80)).minute(30);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1",
              "2 escalated critical at 2: 0 to 2, 2 of 2",
              "3 resolved critical at 8: 0 to 3, 3 of 2");
      assertThat(raising.alerts())
          .extracting(Alert::routes)
          .containsExactly(List.of("ops"), List.of("call"), List.of("call"));
    }
  }

  @Test
  void opensAsGravelyAsItIs() throws Exception {
    try (Raising raising =
        Raising.of(
            detector("severity: info", "incidents: {escalate: [{to: critical, score: 85}]}"))) {
      raising.take(anomaly("a", 0, 85)).minute(1);

      assertThat(raising.told()).containsExactly("1 opened critical at 1: 0 to 1, 1 of 1");
    }
  }

  @Test
  void escalatesByLengthOnlyWhileItIsUnusual() throws Exception {
    Detector detector =
        detector(
            "incidents: {resolveAfter: 10m, cooldown: 30m, escalate: [{to: critical, after: 5m}]}");
    try (Raising goesOn = Raising.of(detector);
        Raising over = Raising.of(detector)) {
      goesOn.take(anomaly("a", 0, 80), doubtful("a", 3, 0), doubtful("a", 4, 0)).minute(20);
      over.take(anomaly("a", 0, 80), doubtful("a", 3, 0)).minute(20);

      assertThat(goesOn.told()).element(1).isEqualTo("2 escalated critical at 5: 0 to 5, 1 of 1");
      assertThat(over.told()).element(1).isEqualTo("2 resolved warning at 14: 0 to 4, 1 of 1");
    }
  }

  @Test
  void remindsOfWhatGoesOn() throws Exception {
    try (Raising raising =
        Raising.of(detector("incidents: {resolveAfter: 5m, cooldown: 5m, remindEvery: 10m}"))) {
      raising.take(anomaly("a", 0, 80));
      for (int minute = 1; minute < 25; minute++) {
        raising.take(doubtful("a", minute, 0));
      }
      raising.minute(60);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1",
              "2 reminded warning at 11: 0 to 11, 1 of 1",
              "3 reminded warning at 21: 0 to 21, 1 of 1",
              "4 resolved warning at 30: 0 to 25, 1 of 1");
    }
  }

  @Test
  void showsTheStrongestSeriesAndCountsAll() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      for (int i = 0; i < 200; i++) {
        raising.take(anomaly("item-" + i, 0, 71 + i % 20 + i / 1000.0));
      }
      raising.minute(1).take(anomaly("item-0", 1, 99), anomaly("item-1", 1, 71)).minute(2);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 200 of 200",
              "2 updated warning at 2: 0 to 2, 202 of 200");
      Alert last = raising.alerts().get(1);
      assertThat(last.series()).hasSize(Alert.MAX_SERIES);
      assertThat(last.series())
          .extracting(series -> series.strongest().anomalyScore())
          .startsWith(99.0, 90.199, 90.179)
          .isSortedAccordingTo((one, other) -> Double.compare(other, one));
      assertThat(last.series().get(0))
          .extracting(AffectedSeries::anomalies, AffectedSeries::start)
          .as("a series that was left out comes back with all that was counted of it")
          .containsExactly(2L, SomeDecision.at(0));
    }
  }

  @Test
  void roundsWhatItWaitsForUpToTheEndOfAPeriod() throws Exception {
    try (Raising raising = Raising.of(detector("incidents: {resolveAfter: 90s, cooldown: 90s}"))) {
      raising.take(anomaly("a", 0, 80), anomaly("a", 2, 80)).minute(20);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1", "2 resolved warning at 5: 0 to 3, 2 of 1");
    }
  }
}
