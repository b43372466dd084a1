package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
  private static final double MAX = Double.MAX_VALUE;

  @Test
  void sumOfNothingIsZero() {
    assertThat(new ExactSum().value()).isEqualTo(0.0);
  }

  @Test
  void addsDecimalFractionsWithOneRounding() {
    assertThat(sum(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.1).value()).isEqualTo(4.6);
    double[] tenths = new double[10];
    java.util.Arrays.fill(tenths, 0.1);
    assertThat(sum(tenths).value()).isEqualTo(1.0);
  }

  @Test
  void survivesCatastrophicCancellation() {
    assertThat(sum(1e100, 1, -1e100).value()).isEqualTo(1.0);
    assertThat(sum(1e308, 1e-308, 3, -1e308).value()).isEqualTo(3.0);
    assertThat(sum(MAX, MAX, -MAX, -MAX, Double.MIN_VALUE).value()).isEqualTo(Double.MIN_VALUE);
    assertThat(sum(0x1p969, 1, 0x1p969, -0x1p970).value()).isEqualTo(1.0);
  }

  @Test
  void intermediateOverflowDoesNotShowInTheTotal() {
    assertThat(sum(1e308, 1e308, -1e308).value()).isEqualTo(1e308);
    assertThat(sum(-1e308, -1e308, -1e308, 1e308, 1e308).value()).isEqualTo(-1e308);
  }

  @Test
  void totalOutOfRangeIsTheLargestFiniteValue() {
    assertThat(sum(MAX, MAX).value()).isEqualTo(MAX);
    assertThat(sum(-MAX, -MAX, 1).value()).isEqualTo(-MAX);
    // Half a unit in the last place beyond the range rounds to infinity.
    assertThat(sum(MAX, 0x1p970).value()).isEqualTo(MAX);
    assertThat(sum(MAX, 0x1p969).value()).isEqualTo(MAX);
  }

  @Test
  void minusZeroIsAPlainZero() {
    assertThat(Double.doubleToRawLongBits(sum(-0.0).value())).isZero();
    assertThat(Double.doubleToRawLongBits(sum(-0.0, -0.0).value())).isZero();
    assertThat(Double.doubleToRawLongBits(sum(-5, 5).value())).isZero();
    assertThat(Double.doubleToRawLongBits(sum(-MAX, MAX).value())).isZero();
    assertThat(Double.doubleToRawLongBits(sum(-0.0).mean(3))).isZero();
  }

  @Test
  void meanIsFiniteEvenWhereTheSumIsNot() {
    assertThat(sum(MAX, MAX).mean(2)).isEqualTo(MAX);
    assertThat(sum(1e308, 1e308, 1e308).mean(3)).isEqualTo(1e308);
    assertThat(sum(MAX, MAX, -MAX, -MAX).mean(4)).isEqualTo(0.0);
    assertThat(sum(1, 2, 4).mean(3)).isEqualTo(7.0 / 3);
  }

  @Test
  void smallAndSubnormalNumbersAreNotLost() {
    assertThat(sum(Double.MIN_VALUE, Double.MIN_VALUE, Double.MIN_VALUE).value())
        .isEqualTo(3 * Double.MIN_VALUE);
    assertThat(sum(1, 0x1p-53, 0x1p-106).value()).isEqualTo(1 + 0x1p-52);
    assertThat(sum(1, 0x1p-53).value()).isEqualTo(1.0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void equalsTheExactSumInAnyOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 60; round++) {
      double[] values = values(random, random.nextInt(1, 40));
      BigDecimal exact = BigDecimal.ZERO;
      for (double value : values) {
        exact = exact.add(new BigDecimal(value));
      }
      double total = bounded(exact);
      double mean =
          Math.abs(total) < MAX
              ? total / values.length
              : bounded(exact.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128));
      for (int order = 0; order < 5; order++) {
        ExactSum sum = sum(values);

        assertThat(sum.value()).isFinite().isEqualTo(total);
        assertThat(sum.mean(values.length)).isFinite().isEqualTo(mean);
        shuffle(values, random);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void restoredSumGoesOnExactly(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 100; round++) {
      double[] values = values(random, 20);
      ExactSum restored = new ExactSum();
      for (double value : values) {
        restored.add(value);
        restored = new ExactSum(restored.partials(), restored.large());
      }

      assertThat(restored.value()).isEqualTo(sum(values).value());
    }
  }

  @Test
  void stateStaysSmallHoweverManyNumbersAreAdded() {
    SplittableRandom random = new SplittableRandom(1);
    ExactSum sum = new ExactSum();
    for (int i = 0; i < 20_000; i++) {
      sum.add(anyDouble(random));
    }

    assertThat(sum.partials()).hasSizeLessThan(200);
  }

  private static double bounded(BigDecimal number) {
    return Math.max(-MAX, Math.min(MAX, number.doubleValue())) + 0.0;
  }

  private static ExactSum sum(double... values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum;
  }

  /** Of one of several mixtures, with opposites now and then. */
  private static double[] values(SplittableRandom random, int size) {
    int mixture = random.nextInt(4);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (mixture) {
            case 0 -> anyDouble(random);
            case 1 -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(1e307, 1.7e308);
            case 2 -> random.nextInt(100) / 10.0;
            default -> random.nextDouble(-1, 1) * Math.pow(2, random.nextInt(960, 976));
          };
      if (i > 0 && random.nextInt(3) == 0) {
        values[i] = -values[random.nextInt(i)];
      }
    }
    return values;
  }

  private static double anyDouble(SplittableRandom random) {
    double value;
    do {
      value = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(value));
    return value;
  }

  private static void shuffle(double[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }
}
