package io.anomalystack.job.incidents;

import static io.anomalystack.job.incidents.Raising.detector;
import static io.anomalystack.job.incidents.SomeDecision.anomaly;
import static io.anomalystack.job.incidents.SomeDecision.doubtful;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What incidents must not depend on, and what is left of them. */
class RaiseIncidentsTest {
  private static final int MINUTES = 600;

  private static final Detector PRODUCTS =
      detector(
          "allowedLateness: 90s",
          "incidents: {groupBy: [product_name], resolveAfter: 5m, cooldown: 15m, remindEvery: 20m,"
              + " escalate: [{to: critical, score: 95}]}");
  private static final Detector ALL =
      detector("name: all", "incidents: {resolveAfter: 3m, escalate: [{to: critical, series: 2}]}");

  private static final Comparator<Alert> BY_TIME =
      Comparator.comparing(Alert::time)
          .thenComparing(Alert::detectorName)
          .thenComparing(Alert::incidentId)
          .thenComparing(Alert::sequence);

  private record Unusual(String detector, SomeDecision decision) {}

  /**
   * By minute what is unusual in it; minutes at a time are quiet, and minutes at a time are not.
   */
  private static List<List<Unusual>> minutes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Unusual>> minutes = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      List<Unusual> unusual = new ArrayList<>();
      boolean busy = minute / 20 % 3 == 0;
      for (String product : List.of("a", "b", "c")) {
        if (random.nextInt(busy ? 4 : 30) == 0) {
          double score = random.nextInt(71, 100);
          String detector = random.nextBoolean() ? "sales" : "all";
          unusual.add(new Unusual(detector, anomaly(product, minute, score)));
        } else if (busy && random.nextInt(3) == 0) {
          unusual.add(new Unusual("sales", doubtful(product, minute, 0)));
        }
      }
      minutes.add(unusual);
    }
    return minutes;
  }

  private static List<Alert> straight(List<List<Unusual>> minutes) throws Exception {
    try (Raising raising = Raising.of(PRODUCTS, ALL)) {
      for (int minute = 0; minute < MINUTES; minute++) {
        takeAll(raising, minutes.get(minute));
        raising.minute(minute + 1);
      }
      raising.minute(MINUTES + 100);
      raising.assertNothingIsLeft();
      return sorted(raising.alerts());
    }
  }

  private static void takeAll(Raising raising, List<Unusual> unusual) throws Exception {
    for (Unusual each : unusual) {
      raising.take(each.decision().of(each.detector()));
    }
  }

  private static List<Alert> sorted(List<Alert> alerts) {
    return alerts.stream().sorted(BY_TIME).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void restoringAtAnyCutChangesNothing(long seed) throws Exception {
    List<List<Unusual>> minutes = minutes(seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Alert> cut = new ArrayList<>();
    Raising raising = Raising.of(PRODUCTS, ALL);
    for (int minute = 0; minute < MINUTES; minute++) {
      boolean before = random.nextInt(10) == 0;
      boolean between = random.nextInt(10) == 0;
      if (before) {
        raising = killAndRestore(raising, minute, cut);
      }
      takeAll(raising, minutes.get(minute));
      if (between) {
        raising = killAndRestore(raising, minute, cut);
      }
      raising.minute(minute + 1);
    }
    raising.minute(MINUTES + 100);
    raising.assertNothingIsLeft();
    cut.addAll(raising.alerts());
    raising.close();

    assertThat(sorted(cut)).isEqualTo(straight(minutes)).hasSizeGreaterThan(100);
  }

  @Test
  void toldFromRocksDbItIsTheSame() throws Exception {
    List<List<Unusual>> minutes = minutes(5);
    List<Alert> told = new ArrayList<>();
    Raising raising = Raising.on(new EmbeddedRocksDBStateBackend(), PRODUCTS, ALL);
    for (int minute = 0; minute < MINUTES; minute++) {
      takeAll(raising, minutes.get(minute));
      if (minute % 100 == 50) {
        OperatorSubtaskState saved = raising.save();
        told.addAll(raising.alerts());
        raising.close();
        raising = Raising.restored(new EmbeddedRocksDBStateBackend(), saved, PRODUCTS, ALL);
      }
      raising.minute(minute + 1);
    }
    raising.minute(MINUTES + 100);
    raising.assertNothingIsLeft();
    told.addAll(raising.alerts());
    raising.close();

    assertThat(sorted(told)).isEqualTo(straight(minutes)).hasSizeGreaterThan(100);
  }

  @Test
  void losesNothingThatWaitedWhenItsDetectorBeganToWaitLonger() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80));
      try (Raising restored = Raising.restored(raising.save(), detector("allowedLateness: 1h"))) {
        restored.minute(3).minute(61);
        assertThat(restored.told()).containsExactly("1 opened warning at 1: 0 to 1, 1 of 1");
        restored.minute(100).assertNothingIsLeft();
      }
    }
  }

  @Test
  void passesOverWhatWasOnItsWayWhenItsDetectorLeft() throws Exception {
    // As what was in flight at an unaligned checkpoint can be.
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80).of("gone")).minute(20);

      assertThat(raising.alerts()).isEmpty();
      raising.assertNothingIsLeft();
    }
  }

  private static Raising killAndRestore(Raising raising, int minute, List<Alert> kept)
      throws Exception {
    OperatorSubtaskState saved = raising.save();
    kept.addAll(raising.alerts());
    // What comes behind the checkpoint is lost with the task.
    raising.take(anomaly("lost", minute, 99)).minute(minute + 50);
    raising.close();
    return Raising.restored(saved, PRODUCTS, ALL);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void neitherTheOrderOfArrivalNorThePaceOfEventTimeMatters(long seed) throws Exception {
    List<List<Unusual>> minutes = minutes(seed);
    List<Unusual> all = new ArrayList<>();
    minutes.forEach(all::addAll);
    Collections.shuffle(all, new Random(seed));

    try (Raising raising = Raising.of(PRODUCTS, ALL)) {
      takeAll(raising, all.subList(0, all.size() / 2));
      takeAll(raising, all.subList(all.size() / 2, all.size()));
      raising.minute(MINUTES + 100);

      raising.assertNothingIsLeft();
      assertThat(sorted(raising.alerts())).isEqualTo(straight(minutes));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void sequencesHaveNoGapsAndEveryIncidentEnds(long seed) throws Exception {
    List<Alert> alerts = straight(minutes(seed));

    alerts.stream()
        .collect(Collectors.groupingBy(Alert::incidentId))
        .values()
        .forEach(
            incident -> {
              for (int i = 0; i < incident.size(); i++) {
                assertThat(incident.get(i).sequence()).isEqualTo(i + 1L);
              }
              assertThat(incident.get(0).state()).isEqualTo(AlertState.OPENED);
              assertThat(incident.get(incident.size() - 1).state()).isEqualTo(AlertState.RESOLVED);
              assertThat(incident)
                  .isSortedAccordingTo(Comparator.comparing(Alert::severity))
                  .isSortedAccordingTo(Comparator.comparing(Alert::time));
            });
    assertThat(alerts)
        .extracting(Alert::state)
        .contains(AlertState.UPDATED, AlertState.ESCALATED, AlertState.REOPENED);
  }

  @Test
  void waitsForWhatMayComeLate() throws Exception {
    try (Raising raising = Raising.of(PRODUCTS)) {
      raising.take(anomaly("a", 0, 80)).minute(2);
      assertThat(raising.told()).isEmpty();

      raising.minute(3);
      assertThat(raising.told()).containsExactly("1 opened warning at 1: 0 to 1, 1 of 1");
    }
  }

  @Test
  void waitsForAllOfAMomentThoughAnEarlierOneIsDue() throws Exception {
    try (Raising raising = Raising.of(detector("allowedLateness: 2m"))) {
      raising.take(anomaly("a", 0, 80), anomaly("b", 1, 80)).minute(3).take(anomaly("c", 1, 80));
      assertThat(raising.told()).containsExactly("1 opened warning at 1: 0 to 1, 1 of 1");

      raising.minute(4);
      assertThat(raising.told()).last().isEqualTo("2 updated warning at 2: 0 to 2, 3 of 3");
      raising.minute(8);
      assertThat(raising.told()).hasSize(2);
      raising.minute(9);
      assertThat(raising.told()).last().isEqualTo("3 resolved warning at 7: 0 to 2, 3 of 3");
    }
  }

  @Test
  void endOfInputResolvesOnlyAsFarAsEventTimeCame() throws Exception {
    for (long end : new long[] {5, 6}) {
      try (Raising raising = Raising.of(detector("allowedLateness: 1h"))) {
        raising.take(anomaly("a", 0, 80)).minute(1).endOfInput(end);

        assertThat(raising.alerts())
            .extracting(Alert::state)
            .containsExactlyElementsOf(
                end == 5
                    ? List.of(AlertState.OPENED)
                    : List.of(AlertState.OPENED, AlertState.RESOLVED));
      }
    }
  }

  @Test
  void endOfInputTellsOfAPartialPeriod() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80), anomaly("a", 7, 80)).endOfInput(7);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1",
              "2 resolved warning at 6: 0 to 1, 1 of 1",
              "3 reopened warning at 8: 0 to 8, 2 of 1");
    }
  }

  @Test
  void endOfAnInputWithoutAnyTimeResolvesNothing() throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80)).minute(1);
      OperatorSubtaskState saved = raising.save();
      try (Raising restored = Raising.restored(saved, detector())) {
        restored.drained();

        assertThat(restored.alerts()).isEmpty();
      }
    }
  }

  @Test
  void keepsOneTimerHoweverLongItGoesOn() throws Exception {
    try (Raising raising = Raising.of(detector("incidents: {resolveAfter: 1d}"))) {
      for (int minute = 0; minute < 500; minute++) {
        raising.take(anomaly("a", minute, 80)).minute(minute + 1);
        assertThat(raising.timers()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"name: other", "incidents: false"})
  void resolvesWhatNobodyWatchesAnyMore(String change) throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80)).minute(1).take(anomaly("b", 1, 90));
      try (Raising restored = Raising.restored(raising.save(), detector(change))) {
        restored.minute(20);

        assertThat(restored.told()).containsExactly("2 resolved warning at 2: 0 to 1, 1 of 1");
        restored.assertNothingIsLeft();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "incidents: {groupBy: [country], resolveAfter: 2m}",
        "incidents: {resolveAfter: 1h}",
        "dimensions: [product_name]",
        "period: 5m",
        "allowedLateness: 1h",
        "severity: critical"
      })
  void goesOnUnderAnyOtherSettings(String change) throws Exception {
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80)).minute(1).take(anomaly("b", 1, 90));
      try (Raising restored = Raising.restored(raising.save(), detector(change))) {
        restored.minute(1_000);

        assertThat(restored.alerts()).extracting(Alert::sequence).containsExactly(2L, 3L);
        assertThat(restored.alerts())
            .last()
            .extracting(Alert::state)
            .isEqualTo(AlertState.RESOLVED);
        restored.assertNothingIsLeft();
      }
    }
  }

  @Test
  void whoWasToldOfADetectorThatIsRemovedWhileRunningHearsThatItIsOver() throws Exception {
    Detector other = detector("name: other");
    try (Raising raising = Raising.of(detector(), other)) {
      raising.take(anomaly("a", 0, 80)).minute(1).take(anomaly("b", 1, 90));
      raising.change(1, other).minute(1_000);

      assertThat(raising.alerts())
          .extracting(Alert::state)
          .containsExactly(AlertState.OPENED, AlertState.RESOLVED);
      raising.assertNothingIsLeft();
    }
  }

  @Test
  void anotherTimeToResolveCountsWhileRunning() throws Exception {
    Detector patient = detector("incidents: {resolveAfter: 9m, cooldown: 15m}");
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80)).minute(1).change(1, patient).minute(1_000);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1", "2 resolved warning at 10: 0 to 1, 1 of 1");
      raising.assertNothingIsLeft();
    }
  }

  @Test
  void detectorThatComesWhileRunningRaisesIncidents() throws Exception {
    try (Raising raising = Raising.of(detector("name: other"))) {
      raising.change(1, detector()).take(anomaly("a", 0, 80)).minute(1_000);

      assertThat(raising.alerts())
          .extracting(Alert::state)
          .containsExactly(AlertState.OPENED, AlertState.RESOLVED);
    }
  }

  @Test
  void timeNeverGoesBackWhereADecisionComesLate() throws Exception {
    // As it can when a job is restored whose detector waited longer before.
    try (Raising raising = Raising.of(detector())) {
      raising.take(anomaly("a", 0, 80)).minute(10).take(anomaly("b", 3, 80)).minute(40);

      assertThat(raising.told())
          .containsExactly(
              "1 opened warning at 1: 0 to 1, 1 of 1",
              "2 resolved warning at 6: 0 to 1, 1 of 1",
              "3 reopened warning at 6: 0 to 4, 2 of 2",
              "4 resolved warning at 19: 0 to 4, 2 of 2");
      raising.assertNothingIsLeft();
    }
  }
}
