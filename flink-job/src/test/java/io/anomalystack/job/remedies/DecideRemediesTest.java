package io.anomalystack.job.remedies;

import static io.anomalystack.job.remedies.Remedied.STOP;
import static io.anomalystack.job.remedies.Remedied.detector;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyState;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Remedy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What remedies must not depend on, and what is left of them. */
class DecideRemediesTest {
  private static final int MINUTES = 600;
  private static final int LONG_AFTER = MINUTES + 3 * 24 * 60;

  private static final Detector RUNS =
      detector(
          "90s",
          Remedied.page("early", 1, Duration.ofMinutes(7), 20, "low-mfu", "loss-spike"),
          STOP,
          Remedied.page("late", 2, Duration.ofMinutes(15), 5, "loss-spike"));

  private static final Comparator<RemedyRecord> BY_TIME =
      Comparator.comparing(RemedyRecord::time)
          .thenComparing(record -> record.dimensionList().toString())
          .thenComparing(RemedyRecord::name);

  /** By minute what is found in it; for hours there are faults, and for hours there are none. */
  private static List<List<Finding>> minutes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Finding>> minutes = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      List<Finding> found = new ArrayList<>();
      boolean busy = minute / 60 % 3 == 0;
      for (String run : List.of("a", "b", "c")) {
        for (String rank : List.of("0", "1")) {
          if (random.nextInt(busy ? 3 : 40) == 0) {
            String rule = random.nextBoolean() ? "low-mfu" : "loss-spike";
            found.add(Finding.of(run, minute, rule).ofRank(rank));
          }
        }
      }
      minutes.add(found);
    }
    return minutes;
  }

  private static List<RemedyRecord> straight(List<List<Finding>> minutes) throws Exception {
    try (Deciding deciding = Deciding.of(RUNS)) {
      for (int minute = 0; minute < MINUTES; minute++) {
        deciding.take(minutes.get(minute).toArray(Finding[]::new)).minute(minute + 1);
      }
      deciding.minute(LONG_AFTER);
      deciding.assertNothingIsLeft();
      return sorted(deciding.records());
    }
  }

  private static List<RemedyRecord> sorted(List<RemedyRecord> records) {
    return records.stream().sorted(BY_TIME).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void restoringAtAnyCutChangesNothing(long seed) throws Exception {
    assertThat(cut(new HashMapStateBackend(), minutes(seed), seed))
        .isEqualTo(straight(minutes(seed)))
        .hasSizeGreaterThan(40);
  }

  @Test
  void decidedFromRocksDbItIsTheSame() throws Exception {
    assertThat(cut(new EmbeddedRocksDBStateBackend(), minutes(5), 5))
        .isEqualTo(straight(minutes(5)));
  }

  private static List<RemedyRecord> cut(
      StateBackend backend, List<List<Finding>> minutes, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<RemedyRecord> records = new ArrayList<>();
    Deciding deciding = Deciding.on(backend, RUNS);
    for (int minute = 0; minute < MINUTES; minute++) {
      deciding.take(minutes.get(minute).toArray(Finding[]::new));
      if (random.nextInt(20) == 0) {
        OperatorSubtaskState saved = deciding.save();
        records.addAll(deciding.records());
        // What comes behind the checkpoint is lost with the task.
        deciding.take(Finding.of("a", minute, "low-mfu").ofRank("lost")).minute(minute + 50);
        deciding.close();
        deciding = Deciding.restored(backend, saved, RUNS);
      }
      deciding.minute(minute + 1);
    }
    deciding.minute(LONG_AFTER);
    deciding.assertNothingIsLeft();
    records.addAll(deciding.records());
    deciding.close();
    return sorted(records);
  }

  @Test
  void aRestoreInTheMiddleOfTheEvidenceStopsOnce() throws Exception {
    Detector stopping = detector("0s", STOP);
    List<RemedyRecord> records = new ArrayList<>();
    Deciding deciding = Deciding.of(stopping);
    for (int minute = 0; minute < 60; minute++) {
      deciding.take(Finding.of("llm-7b", minute, "low-mfu"));
      OperatorSubtaskState saved = deciding.save();
      records.addAll(deciding.records());
      deciding.close();
      deciding = Deciding.restored(new HashMapStateBackend(), saved, stopping);
      deciding.minute(minute + 1);
    }
    records.addAll(deciding.records());
    deciding.close();

    assertThat(records.stream().map(Deciding::text))
        .containsExactly("3 stop-the-run requested", "6 stop-the-run held_back already_stopped");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void neitherTheOrderOfArrivalNorThePaceOfEventTimeMatters(long seed) throws Exception {
    List<Finding> all = new ArrayList<>();
    minutes(seed).forEach(all::addAll);
    Collections.shuffle(all, new Random(seed));

    try (Deciding deciding = Deciding.of(RUNS)) {
      deciding.take(all.toArray(Finding[]::new)).minute(LONG_AFTER);

      deciding.assertNothingIsLeft();
      assertThat(sorted(deciding.records())).isEqualTo(straight(minutes(seed)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsRequestedHasAnIdOfItsOwn(long seed) throws Exception {
    List<String> ids =
        straight(minutes(seed)).stream()
            .filter(record -> record.state() == RemedyState.REQUESTED)
            .map(RemedyRecord::remedyId)
            .toList();

    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
  }

  @Test
  void whatWasStoredForARemedyThatLeftTheFileGoes() throws Exception {
    try (Deciding deciding = Deciding.of(RUNS)) {
      deciding.take(Finding.of("a", 0, "low-mfu")).minute(3);
      deciding.take(Finding.of("a", 3, "low-mfu"));
      OperatorSubtaskState saved = deciding.save();
      try (Deciding restored =
          Deciding.restored(new HashMapStateBackend(), saved, detector("90s"))) {
        restored.minute(LONG_AFTER);
        assertThat(restored.records()).isEmpty();
        restored.assertNothingIsLeft();
      }
    }
  }

  @Test
  void whatWaitsForARemedyThatIsRemovedWhileRunningGoes() throws Exception {
    try (Deciding deciding = Deciding.of(RUNS)) {
      deciding.take(Finding.of("a", 0, "low-mfu")).minute(3);
      deciding.take(Finding.of("a", 1, "low-mfu"), Finding.of("a", 2, "low-mfu"));
      assertThat(deciding.decided()).containsExactly("1 early requested");
      deciding.change(1, detector("90s")).minute(LONG_AFTER);

      assertThat(deciding.decided()).containsExactly("1 early requested");
      deciding.assertNothingIsLeft();
    }
  }

  @Test
  void evidenceCountsOnWhereAnotherRemedyComesWhileRunning() throws Exception {
    Remedy late = Remedied.page("late", 2, Duration.ofMinutes(15), 5, "loss-spike");
    try (Deciding deciding = Deciding.of(detector("0s", STOP))) {
      deciding.take(Finding.of("a", 0, "low-mfu"), Finding.of("a", 1, "low-mfu")).minute(2);
      deciding.change(1, detector("0s", STOP, late));
      deciding.take(Finding.of("a", 2, "low-mfu"));
      deciding.take(Finding.of("a", 3, "loss-spike"), Finding.of("a", 4, "loss-spike"));
      deciding.minute(LONG_AFTER);

      assertThat(deciding.decided())
          .containsExactly("3 stop-the-run requested", "5 late held_back already_stopped");
      deciding.assertNothingIsLeft();
    }
  }
}
