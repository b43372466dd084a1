package io.anomalystack.detection.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Series;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SeriesGuardTest {

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SPARSE")
  void leavesOrdinaryValuesAlone(Series series) {
    double[] values = series.values(5_000, 1);
    SeriesGuard guard = settledOn(values, 32);
    for (int i = 32; i < values.length; i++) {
      assertThat(guard.clip(values[i])).isEqualTo(values[i]);
      guard.learn(values[i]);
    }
  }

  @Test
  void clipsAtAHundredDeviations() {
    SeriesGuard guard = settledOn(Series.NORMAL.values(32, 1), 32);
    assertThat(guard.clip(1e300)).isBetween(1_000.0, 4_000.0);
    assertThat(guard.clip(-1e300)).isBetween(-4_000.0, -1_000.0);
  }

  @Test
  void isNotTalkedIntoAWiderRangeByASingleOutlier() {
    SeriesGuard guard = settledOn(Series.NORMAL.values(32, 1), 32);
    double before = guard.clip(1e300);
    guard.learn(1e300);
    assertThat(guard.clip(1e300)).isLessThan(3 * before);
  }

  @Test
  void isNotMisledByOutliersInTheWarmUp() {
    double[] values = Series.NORMAL.values(32, 1);
    values[3] = 1e300;
    values[17] = -1e300;
    values[31] = 1e5;
    SeriesGuard guard = settledOn(values, 32);
    assertThat(guard.clip(1e300)).isLessThan(10_000);
    assertThat(Arrays.stream(guard.clipped())).allMatch(value -> Math.abs(value) < 1_000);
  }

  @Test
  void believesANewLevelAfterHalfTheRememberedValues() {
    SeriesGuard guard = settledOn(Series.NORMAL.values(64, 1), 64);
    for (int i = 0; i < 33; i++) {
      guard.learn(1e9 + i);
    }
    assertThat(guard.clip(1e9)).isEqualTo(1e9);
  }

  @Test
  void remembersTheDayOverAConstantNight() {
    SeriesGuard guard = settledOn(Series.NORMAL.values(32, 1), 32);
    for (int i = 0; i < 600; i++) {
      guard.learn(3);
    }
    assertThat(guard.clip(150)).isEqualTo(150);
  }

  @Test
  void learnsTheSizeOfRareAmounts() {
    SeriesGuard guard = settledOn(new double[32], 32);
    for (int i = 1; i <= 3_000; i++) {
      guard.learn(i % 100 == 0 ? 5_000 : 0);
    }
    assertThat(guard.clip(5_000)).isEqualTo(5_000);
  }

  @Test
  void toleratesLittleChangesOfAConstantOnly() {
    assertThat(settledOn(Series.CONSTANT.values(64, 1), 64).tolerance()).isEqualTo(0.05);
    assertThat(settledOn(Series.ZERO.values(64, 1), 64).tolerance()).isZero();
    assertThat(settledOn(Series.TIGHT.values(64, 1), 64).tolerance()).isZero();
  }

  private static SeriesGuard settledOn(double[] values, int count) {
    SeriesGuard guard = new SeriesGuard();
    for (int i = 0; i < count; i++) {
      guard.collect(values[i]);
    }
    guard.settle();
    return guard;
  }
}
