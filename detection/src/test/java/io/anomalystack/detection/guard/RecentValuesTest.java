package io.anomalystack.detection.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentValuesTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithSortingAllValues(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RecentValues recent = new RecentValues();
    double[] all = new double[300];
    for (int i = 0; i < all.length; i++) {
      // Coarse, so that values repeat.
      all[i] = Math.round(10 * random.nextDouble()) - 5;
      recent.add(all[i]);

      double[] kept = Arrays.copyOfRange(all, Math.max(0, i + 1 - RecentValues.CAPACITY), i + 1);
      double level = median(kept);
      double mad = upperMedian(Arrays.stream(kept).map(x -> Math.abs(x - level)).toArray());
      assertThat(recent.level()).isEqualTo(level);
      assertThat(recent.inOrder()).containsExactly(kept);
      assertThat(recent.ago(0)).isEqualTo(all[i]);
      if (mad > 0) {
        assertThat(recent.scale()).isCloseTo(1.4826 * mad, within(1e-12));
        assertThat(recent.isConstant()).isFalse();
      }
    }
  }

  @Test
  void takesTheTrimmedMeanWhereMostValuesAreEqual() {
    RecentValues recent = new RecentValues();
    for (int i = 0; i < RecentValues.CAPACITY; i++) {
      recent.add(i % 4 == 0 ? 8 : 0);
    }
    assertThat(recent.level()).isZero();
    // 56 of 64 deviations count, eight of them are 8.
    assertThat(recent.scale()).isCloseTo(8.0 * 8 / 56, within(1e-12));
    assertThat(recent.isConstant()).isFalse();
  }

  @Test
  void takesOneHundredthOfAConstantLevel() {
    RecentValues recent = filledWith(-5);
    assertThat(recent.isConstant()).isTrue();
    assertThat(recent.scale()).isEqualTo(0.05);
  }

  @Test
  void takesOneForConstantZero() {
    RecentValues recent = filledWith(0);
    assertThat(recent.isConstant()).isTrue();
    assertThat(recent.scale()).isEqualTo(1);
  }

  @Test
  void takesRoundingNoiseForConstant() {
    RecentValues recent = new RecentValues();
    for (int i = 0; i < RecentValues.CAPACITY; i++) {
      recent.add(0.3 + (i % 3) * 5e-17);
    }
    assertThat(recent.isConstant()).isTrue();
  }

  @Test
  void staysFiniteAtTheEndsOfTheRange() {
    RecentValues recent = new RecentValues();
    for (int i = 0; i < RecentValues.CAPACITY; i++) {
      recent.add(i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
    }
    assertThat(recent.level()).isFinite();
    assertThat(recent.scale()).isFinite().isPositive();
  }

  @Test
  void survivesASnapshot() {
    RecentValues recent = new RecentValues();
    for (int i = 0; i < 100; i++) {
      recent.add(Math.sin(i));
    }
    SnapshotWriter writer = new SnapshotWriter(16);
    recent.writeTo(writer);
    RecentValues restored = RecentValues.readFrom(new SnapshotReader(writer.toBytes()));
    assertThat(restored.inOrder()).containsExactly(recent.inOrder());
    assertThat(restored.level()).isEqualTo(recent.level());
    assertThat(restored.scale()).isEqualTo(recent.scale());
  }

  private static RecentValues filledWith(double value) {
    RecentValues recent = new RecentValues();
    for (int i = 0; i < RecentValues.CAPACITY; i++) {
      recent.add(value);
    }
    return recent;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static double upperMedian(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
