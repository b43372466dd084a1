package io.anomalystack.detection.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutocorrelationTest {

  private static float[] values(int count, IntToDoubleFunction at) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) at.applyAsDouble(i);
    }
    return values;
  }

  @ParameterizedTest(name = "{0} of {1}, noise {2}")
  @CsvSource({"7, 64, 0.2", "24, 256, 0.5", "24, 2048, 1", "120, 2048, 0.5", "500, 2048, 0.5"})
  void findsTheLengthOfASeason(int length, int count, double noise) {
    Random random = new Random(length);
    int found =
        Autocorrelation.period(
            values(count, i -> Math.sin(2 * Math.PI * i / length) + noise * random.nextGaussian()));
    assertThat(found).isBetween((int) (0.97 * length), (int) Math.ceil(1.03 * length));
  }

  @Test
  void takesTheSeasonAndNotItsMultiple() {
    Random random = new Random(1);
    // One hour is high, of every two.
    int found =
        Autocorrelation.period(
            values(1_024, i -> (i / 60 % 2 == 0 ? 10 : 3) + random.nextGaussian()));
    assertThat(found).isBetween(117, 123);
  }

  @Test
  void findsItOnATrendAndDespiteOutliers() {
    Random random = new Random(1);
    int found =
        Autocorrelation.period(
            values(
                1_024,
                i ->
                    i % 300 == 99
                        ? 1e6
                        : 0.1 * i + 10 * Math.sin(2 * Math.PI * i / 24) + random.nextGaussian()));
    assertThat(found).isEqualTo(24);
  }

  @Test
  void findsNoneWhereNoneIs() {
    Random random = new Random(1);
    double[] walk = {0};
    assertThat(Autocorrelation.period(values(2_048, i -> random.nextGaussian()))).isZero();
    assertThat(Autocorrelation.period(values(2_048, i -> walk[0] += random.nextGaussian())))
        .isZero();
    assertThat(Autocorrelation.period(values(2_048, i -> 42))).isZero();
    assertThat(Autocorrelation.period(values(2_048, i -> i))).isZero();
    assertThat(Autocorrelation.period(values(3, i -> i))).isZero();
  }
}
