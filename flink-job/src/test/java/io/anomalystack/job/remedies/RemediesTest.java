package io.anomalystack.job.remedies;

import static io.anomalystack.job.remedies.Remedied.STOP;
import static io.anomalystack.job.remedies.Remedied.detector;
import static io.anomalystack.job.remedies.Remedied.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RemedyState;
import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.RemedyTrigger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Test;

/** What is decided of findings, and what is not. */
class RemediesTest {
  private static final int DAY = 24 * 60;

  private static Deciding stopping() throws Exception {
    return Deciding.of(detector("0s", STOP));
  }

  @Test
  void aLongFaultStopsItsRunOnce() throws Exception {
    try (Deciding deciding = stopping()) {
      for (int minute = 0; minute < 3 * DAY; minute++) {
        deciding.take(Finding.of("llm-7b", minute, "low-mfu")).minute(minute + 1);
      }

      assertThat(deciding.decided())
          .containsExactly("3 stop-the-run requested", "6 stop-the-run held_back already_stopped");
      RemedyRecord stop = deciding.records().get(0);
      assertThat(stop.dimensionList()).containsExactly(new Dimension("run", "llm-7b"));
      assertThat(stop.evidence().findings()).isEqualTo(3);
      assertThat(stop.evidence().since()).isEqualTo(Finding.at(1));
      assertThat(stop.evidence().by()).containsExactly("low-mfu");
      assertThat(stop.evidence().cause().detectionPeriodEnd()).isEqualTo(stop.time());
      assertThat(stop.remedyId())
          .isEqualTo(
              RemedyRecord.remedyId("steps", stop.dimensionList(), "stop-the-run", Finding.at(1)));
      assertThat(RemedyRecordJson.read(RemedyRecordJson.write(stop))).isEqualTo(stop);
    }
  }

  @Test
  void aFlappingMeasureStopsNothing() throws Exception {
    try (Deciding deciding = stopping()) {
      for (int minute = 0; minute < DAY; minute += 5) {
        deciding.take(Finding.of("llm-7b", minute, "low-mfu")).minute(minute + 1);
      }
      deciding.minute(3 * DAY);

      assertThat(deciding.decided()).isEmpty();
      deciding.assertNothingIsLeft();
    }
  }

  @Test
  void manySeriesAtOneMomentAreOneFinding() throws Exception {
    try (Deciding deciding = stopping()) {
      for (int rank = 0; rank < 100; rank++) {
        deciding.take(
            Finding.of("llm-7b", 0, "low-mfu").ofRank("" + rank),
            Finding.of("llm-7b", 1, "low-mfu").ofRank("" + rank));
      }
      deciding.minute(2);

      assertThat(deciding.decided()).isEmpty();
    }
  }

  @Test
  void ranksThatReportTheSameStepLaterAreOneFinding() throws Exception {
    try (Deciding deciding = stopping()) {
      for (int minute = 0; minute < 5; minute++) {
        deciding.take(Finding.of("llm-7b", minute, "low-mfu").ofRank("" + minute).atStep(100));
      }
      deciding.take(Finding.of("llm-7b", 5, "low-mfu").atStep(101)).minute(6);
      assertThat(deciding.decided()).isEmpty();

      deciding.take(Finding.of("llm-7b", 6, "low-mfu").atStep(102)).minute(7);
      assertThat(deciding.decided()).containsExactly("7 stop-the-run requested");
    }
  }

  @Test
  void whatIsViolatedWithoutABreachDoesNotCountNorDoOtherRules() throws Exception {
    try (Deciding deciding = stopping()) {
      for (int minute = 0; minute < 20; minute++) {
        deciding.take(
            Finding.violated("llm-7b", minute, "low-mfu"),
            Finding.of("llm-7b", minute, "loss-spike").ofRank("1"),
            Finding.of("llm-7b", minute).ofRank("2").amongPeers());
      }
      deciding.minute(30);

      assertThat(deciding.decided()).isEmpty();
      deciding.assertNothingIsLeft();
    }
  }

  @Test
  void onlyWhatIsSevereEnoughCounts() throws Exception {
    RemedyTrigger critical = new RemedyTrigger(Set.of("low-mfu"), true, false, Severity.CRITICAL);
    try (Deciding deciding =
        Deciding.of(detector("0s", Remedied.with(STOP, critical, false, false)))) {
      for (int minute = 0; minute < 10; minute++) {
        // The detector's own severity, warning, is that of what peers say.
        deciding.take(Finding.of("llm-7b", minute, "low-mfu").amongPeers());
      }
      deciding.minute(10);
      assertThat(deciding.decided()).isEmpty();

      for (int minute = 10; minute < 13; minute++) {
        deciding.take(Finding.of("llm-7b", minute, "low-mfu").of(Severity.CRITICAL));
      }
      deciding.minute(13);
      assertThat(deciding.decided()).containsExactly("13 stop-the-run requested");
    }
  }

  @Test
  void afterItsQuietAFaultThatBeginsAnewStopsAgain() throws Exception {
    try (Deciding deciding = stopping()) {
      deciding.take(fault(0, 3)).take(fault(10, 13)).take(fault(41, 44));
      deciding.minute(50);
      // The second comes too soon after the first, and the third 28 minutes after the second.
      assertThat(deciding.decided())
          .containsExactly(
              "3 stop-the-run requested",
              "13 stop-the-run held_back already_stopped",
              "44 stop-the-run held_back already_stopped");

      deciding.take(fault(74, 77)).minute(80);
      assertThat(deciding.decided()).hasSize(4).last().isEqualTo("77 stop-the-run requested");
    }
  }

  @Test
  void neverMoreOftenThanItsLimit() throws Exception {
    try (Deciding deciding = stopping()) {
      deciding.take(fault(0, 3)).take(fault(100, 103)).take(fault(200, 203));
      deciding.take(fault(DAY + 3, DAY + 6)).minute(DAY + 10);

      assertThat(deciding.decided())
          .containsExactly(
              "3 stop-the-run requested",
              "103 stop-the-run requested",
              "203 stop-the-run held_back limit",
              (DAY + 6) + " stop-the-run requested");
    }
  }

  @Test
  void whatGoesOnIsToldOfAgainAfterTheCooldown() throws Exception {
    var paging = page("page", 2, Duration.ofMinutes(20), 100, "low-mfu");
    try (Deciding deciding = Deciding.of(detector("0s", paging))) {
      deciding.take(fault(0, 45)).minute(50);

      assertThat(deciding.decided())
          .containsExactly(
              "2 page requested",
              "4 page held_back cooldown",
              "22 page requested",
              "24 page held_back cooldown",
              "42 page requested",
              "44 page held_back cooldown");
      assertThat(deciding.records().stream().map(RemedyRecord::remedyId).distinct()).hasSize(6);
    }
  }

  @Test
  void ofTwoAtOneMomentTheFirstOfTheFileComesFirstAndAStopEndsIt() throws Exception {
    var before = page("before", 3, Duration.ofMinutes(20), 9, "low-mfu");
    var after = page("after", 3, Duration.ofMinutes(20), 9, "low-mfu");
    try (Deciding deciding = Deciding.of(detector("0s", before, STOP, after))) {
      deciding.take(fault(0, 3)).minute(3);

      assertThat(deciding.decided())
          .containsExactly(
              "3 before requested",
              "3 stop-the-run requested",
              "3 after held_back already_stopped");
    }
  }

  @Test
  void aDryRunDecidesTheSameAndRequestsNothing() throws Exception {
    try (Deciding deciding =
        Deciding.of(detector("0s", Remedied.with(STOP, STOP.on(), true, false)))) {
      deciding.take(fault(0, 20)).minute(20);

      assertThat(deciding.decided())
          .containsExactly("3 stop-the-run dry_run", "6 stop-the-run held_back already_stopped");
      assertThat(deciding.records()).allMatch(RemedyRecord::dryRun);
      assertThat(deciding.records()).noneMatch(RemedyRecord::isToBeDone);
    }
  }

  @Test
  void aStopThatIsOnlyTriedOutHoldsBackNothingInEarnest() throws Exception {
    var other = page("page", 3, Duration.ofMinutes(20), 9, "low-mfu");
    try (Deciding deciding =
        Deciding.of(detector("0s", Remedied.with(STOP, STOP.on(), true, false), other))) {
      deciding.take(fault(0, 5)).minute(5);

      assertThat(deciding.decided()).containsExactly("3 stop-the-run dry_run", "3 page requested");
    }
  }

  @Test
  void whatWasOnlyTriedOutIsDoneOnceItIsInEarnestAndNotTheOtherWayRound() throws Exception {
    Detector dry = detector("0s", Remedied.with(STOP, STOP.on(), true, false));
    Detector earnest = detector("0s", STOP);
    OperatorSubtaskState saved;
    try (Deciding deciding = Deciding.of(dry)) {
      deciding.take(fault(0, 10)).minute(10);
      saved = deciding.save();
    }
    try (Deciding deciding = Deciding.restored(new HashMapStateBackend(), saved, earnest)) {
      deciding.take(fault(10, 20)).minute(20);
      // The fault goes on since minute 4, with evidence enough.
      assertThat(deciding.decided())
          .containsExactly(
              "11 stop-the-run requested", "14 stop-the-run held_back already_stopped");
      saved = deciding.save();
    }
    try (Deciding deciding = Deciding.restored(new HashMapStateBackend(), saved, dry)) {
      deciding.take(fault(20, 30)).minute(30);
      assertThat(deciding.decided()).isEmpty();
      saved = deciding.save();
    }
    try (Deciding deciding = Deciding.restored(new HashMapStateBackend(), saved, earnest)) {
      deciding.take(fault(30, 3 * DAY)).minute(3 * DAY);
      assertThat(deciding.decided()).isEmpty();
    }
  }

  @Test
  void whatWouldAwaitApprovalIsNoStopOfADryRunEither() throws Exception {
    try (Deciding deciding =
        Deciding.of(detector("0s", Remedied.with(STOP, STOP.on(), true, true)))) {
      deciding.take(fault(0, 40)).minute(50);

      assertThat(deciding.decided())
          .startsWith(
              "3 stop-the-run dry_run",
              "6 stop-the-run held_back cooldown",
              "33 stop-the-run dry_run");
    }
  }

  @Test
  void whatAwaitsApprovalIsNoStopYet() throws Exception {
    var other = page("page", 3, Duration.ofMinutes(20), 9, "low-mfu");
    try (Deciding deciding =
        Deciding.of(detector("0s", Remedied.with(STOP, STOP.on(), false, true), other))) {
      deciding.take(fault(0, 40)).minute(50);

      assertThat(deciding.decided())
          .contains(
              "3 stop-the-run awaiting_approval",
              "3 page requested",
              "6 stop-the-run held_back cooldown",
              "33 stop-the-run awaiting_approval");
      assertThat(deciding.records())
          .filteredOn(record -> record.state() == RemedyState.REQUESTED)
          .allMatch(record -> record.name().equals("page"));
    }
  }

  @Test
  void oneRunsFaultIsNoEvidenceAgainstAnother() throws Exception {
    try (Deciding deciding = stopping()) {
      for (int minute = 0; minute < 30; minute++) {
        deciding.take(Finding.of("run-" + minute % 15, minute, "low-mfu"));
      }
      deciding.minute(60);

      assertThat(deciding.decided()).isEmpty();
    }
  }

  private static Finding[] fault(int from, int until) {
    return java.util.stream.IntStream.range(from, until)
        .mapToObj(minute -> Finding.of("llm-7b", minute, "low-mfu"))
        .toArray(Finding[]::new);
  }

  @Test
  void theEndOfTheInputDecidesWhatIsLeft() throws Exception {
    try (Deciding deciding = Deciding.of(detector("5m", STOP))) {
      deciding.take(fault(0, 3)).minute(3);
      assertThat(deciding.decided()).isEmpty();

      deciding.endOfInput(3);
      assertThat(deciding.decided()).isEqualTo(List.of("3 stop-the-run requested"));
      deciding.assertNothingIsLeft();
    }
  }
}
