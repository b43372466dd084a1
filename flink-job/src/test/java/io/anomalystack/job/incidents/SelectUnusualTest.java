package io.anomalystack.job.incidents;

import static io.anomalystack.job.incidents.Raising.detector;
import static io.anomalystack.job.incidents.SomeDecision.anomaly;
import static io.anomalystack.job.incidents.SomeDecision.doubtful;
import static io.anomalystack.job.incidents.SomeDecision.settled;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which decisions an incident is made of. */
class SelectUnusualTest {
  @Test
  void leavesOutWhatIsUsual() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      selecting.take(settled("a", 0, 20), doubtful("a", 1, 0), settled("a", 2, 20));

      assertThat(selecting.minutes()).isEmpty();
      selecting.assertNothingIsLeft();
    }
  }

  @Test
  void followsAnAnomalyForAsLongAsItGoesOnThoughItIsNoNews() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      selecting.take(
          anomaly("a", 0, 80),
          doubtful("a", 1, 0),
          doubtful("a", 2, 1),
          doubtful("a", 3, 18), // back, though the model is in doubt for a while
          doubtful("a", 4, 22),
          settled("a", 5, 20));

      assertThat(selecting.minutes()).containsExactly(0L, 1L, 2L);
    }
  }

  @ParameterizedTest(name = "{0} is still what 0 was where 15 to 25 were expected: {1}")
  @CsvSource({"0, true", "9.9, true", "10.1, false", "14, false", "20, false", "40, false"})
  void goesOnWhileItIsNearerToTheAnomalyThanToTheExpected(double value, boolean goesOn)
      throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      selecting.take(anomaly("a", 0, 80), doubtful("a", 1, value));

      assertThat(selecting.minutes()).hasSize(goesOn ? 2 : 1);
    }
  }

  @Test
  void isOverWhenTheModelHasMadeItItsNewUsual() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      selecting.take(
          anomaly("a", 0, 80), doubtful("a", 1, 0), settled("a", 2, 0), settled("a", 3, 0));

      assertThat(selecting.minutes()).containsExactly(0L, 1L);
    }
  }

  @Test
  void isNotOverWhileTheModelStillFindsItFarOff() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      SomeDecision outside = new SomeDecision("a", 1, 0, 0, 1, 2, 3, null);
      selecting.take(anomaly("a", 0, 80), outside);

      assertThat(selecting.minutes()).containsExactly(0L, 1L);
    }
  }

  @Test
  void leavesOutWhatTheUserSilenced() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      selecting.take(anomaly("a", 0, 80), doubtful("a", 1, 0).silenced());

      assertThat(selecting.minutes()).containsExactly(0L);
    }
  }

  @Test
  void forgetsASeriesThatHasBeenAsUsualForLongEnough() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      selecting.take(anomaly("a", 0, 80), doubtful("a", 5, 0), doubtful("a", 11, 0));

      // Four usual minutes between the first two, five between the last.
      assertThat(selecting.minutes()).containsExactly(0L, 5L);
    }
  }

  @Test
  void holdsALaterAnomalyAgainstWhatWasUsualAtFirst() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      SomeDecision again = new SomeDecision("a", 2, 0, 80, 1, 2, 3, null);
      selecting.take(anomaly("a", 0, 80), again, doubtful("a", 3, 1.5));

      assertThat(selecting.minutes()).containsExactly(0L, 2L, 3L);
    }
  }

  @Test
  void followsAnOutageBehindAPeak() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      SomeDecision peak = new SomeDecision("a", 0, 40, 80, 15, 20, 25, null);
      selecting.take(peak, anomaly("a", 1, 80), doubtful("a", 2, 0), doubtful("a", 3, 20));

      assertThat(selecting.minutes()).containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void doesNotFollowAReturnThoughItIsAnAnomaly() throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      SomeDecision back = new SomeDecision("a", 5, 20, 80, 0, 0, 1, null);
      SomeDecision still = new SomeDecision("a", 6, 20, 0, 0, 8, 19, null);
      selecting.take(anomaly("a", 0, 80), back, still);

      assertThat(selecting.minutes()).containsExactly(0L, 5L);
    }
  }

  @Test
  void keepsOneTimerAndNothingOfASeriesThatFellSilent() throws Exception {
    try (Selecting selecting = Selecting.of(detector("allowedLateness: 2m"))) {
      for (int minute = 0; minute < 100; minute++) {
        selecting.take(minute % 10 == 0 ? anomaly("a", minute, 80) : doubtful("a", minute, 0));
        selecting.minute(minute - 1);
        assertThat(selecting.timers()).isEqualTo(1);
      }
      selecting.minute(110).assertNothingIsLeft();
      assertThat(selecting.minutes()).hasSize(100);
    }
  }

  @Test
  void eventTimeForgetsNothingThatLateDecisionsNeed() throws Exception {
    try (Selecting selecting = Selecting.of(detector("allowedLateness: 3m"))) {
      selecting.take(anomaly("a", 0, 80)).minute(8).take(doubtful("a", 5, 0));

      assertThat(selecting.minutes()).containsExactly(0L, 5L);
    }
  }

  @ParameterizedTest(name = "at minute {0}, RocksDB: {1}")
  @CsvSource({"1, false", "2, false", "3, false", "4, false", "1, true", "3, true"})
  void isTheSameAfterARestore(int cut, boolean rocksDb) throws Exception {
    StateBackend backend = rocksDb ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
    SomeDecision[] decisions = {
      anomaly("a", 0, 80), doubtful("a", 1, 0), doubtful("a", 2, 19), doubtful("a", 3, 0)
    };
    Selecting selecting = Selecting.on(backend, null, detector());
    for (int minute = 0; minute < cut; minute++) {
      selecting.take(decisions[minute]).minute(minute + 1);
    }
    int before = selecting.minutes().size();
    try (Selecting restored = Selecting.on(backend, selecting.save(), detector())) {
      selecting.close();
      for (int minute = cut; minute < decisions.length; minute++) {
        restored.take(decisions[minute]).minute(minute + 1);
      }

      assertThat(before + restored.minutes().size()).isEqualTo(3);
      restored.minute(20).assertNothingIsLeft();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"name: other", "incidents: false"})
  void leavesADetectorAloneThatRaisesNone(String setting) throws Exception {
    try (Selecting selecting = Selecting.of(detector())) {
      selecting.take(anomaly("a", 0, 80));
      try (Selecting restored = Selecting.restored(selecting.save(), detector(setting))) {
        restored.take(anomaly("a", 1, 80)).minute(20);

        assertThat(restored.minutes()).isEmpty();
        restored.assertNothingIsLeft();
      }
    }
  }
}
