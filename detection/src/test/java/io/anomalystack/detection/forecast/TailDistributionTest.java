package io.anomalystack.detection.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailDistributionTest {

  private static TailDistribution learned(int points, ToDoubleFunction<Random> draw) {
    TailDistribution tail = TailDistribution.ofDeviations();
    Random random = new Random(5);
    for (int i = 0; i < points; i++) {
      tail.add(draw.applyAsDouble(random));
    }
    return tail;
  }

  private static double exponential(Random random) {
    return -Math.log(1 - random.nextDouble());
  }

  private static double pareto(Random random) {
    return Math.pow(1 - random.nextDouble(), -0.33) - 1;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 3, 4, 5})
  void tellsHowRareAValueIsBeyondWhatWasSeen(double digits) {
    TailDistribution tail = learned(6_000, TailDistributionTest::exponential);
    double value = digits * Math.log(10);
    assertThat(tail.rarity(value)).isCloseTo(digits, within(0.15 + 0.25 * digits));
  }

  @Test
  void knowsAHeavyTail() {
    TailDistribution tail = learned(6_000, TailDistributionTest::pareto);
    // One in 10^4.
    double value = Math.pow(1e4, 0.33) - 1;
    assertThat(tail.rarity(value)).isBetween(3.2, 4.8);
  }

  @Test
  void knowsALightTail() {
    TailDistribution tail = learned(6_000, random -> Math.abs(random.nextGaussian()));
    // Five sigma: one in 1.7 million.
    assertThat(tail.rarity(5)).isGreaterThan(5);
    assertThat(tail.rarity(3)).isBetween(2.2, 3.2);
  }

  @Test
  void isHardlyMovedByAnAnomalyInAThousand() {
    double[] values = {0};
    TailDistribution clean = learned(6_000, TailDistributionTest::exponential);
    TailDistribution soiled =
        learned(6_000, random -> ++values[0] % 1_000 == 0 ? 60 : exponential(random));
    assertThat(soiled.rarity(15)).isGreaterThan(0.75 * clean.rarity(15));
  }

  @Test
  void takesWhatComesOftenForUsual() {
    double[] values = {0};
    TailDistribution tail =
        learned(4_000, random -> ++values[0] % 50 == 0 ? 40 : exponential(random));
    assertThat(tail.rarity(40)).isLessThan(3);
  }

  @Test
  void quantilesAreExceededAsOftenAsTheySay() {
    TailDistribution tail = learned(6_000, TailDistributionTest::exponential);
    assertThat(tail.quantile(0.05)).isCloseTo(-Math.log(0.05), within(0.25));
    assertThat(tail.quantile(0.5)).isCloseTo(-Math.log(0.5), within(0.1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e30, Double.MAX_VALUE, Double.POSITIVE_INFINITY})
  void isANumberForAnyValue(double value) {
    TailDistribution tail = learned(3_000, random -> Math.abs(random.nextGaussian()));
    assertThat(tail.rarity(value)).isBetween(-1e-9, Double.MAX_VALUE);
    tail.add(value);
    assertThat(tail.rarity(value)).isBetween(-1e-9, Double.MAX_VALUE);
  }

  @Test
  void goesOnAfterARestoreAsIfNothingHadBeen() {
    TailDistribution tail = learned(1_537, TailDistributionTest::pareto);
    SnapshotWriter writer = new SnapshotWriter(64);
    tail.writeTo(writer);
    TailDistribution restored =
        TailDistribution.readDeviations(new SnapshotReader(writer.toBytes()));
    Random random = new Random(9);
    for (int i = 0; i < 500; i++) {
      double value = pareto(random);
      assertThat(restored.rarity(value)).isEqualTo(tail.rarity(value));
      tail.add(value);
      restored.add(value);
    }
  }
}
