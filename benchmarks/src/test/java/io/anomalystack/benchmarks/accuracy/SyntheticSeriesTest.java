package io.anomalystack.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticSeriesTest {
  @ParameterizedTest
  @EnumSource
  void drawsTheSameForTheSameSeedAndAnotherForAnother(QuietSeries kind) {
    double[] values = kind.series(1).values();

    assertThat(values).isEqualTo(kind.series(1).values());
    assertThat(Arrays.stream(values)).allMatch(Double::isFinite);
    if (kind != QuietSeries.CONSTANT) {
      assertThat(values).isNotEqualTo(kind.series(2).values());
    }
  }

  @Test
  void drawsCountsWithTheMeanAndVarianceOfPoisson() {
    assertThat(variance(QuietSeries.FEW.series(1).values())).isBetween(2.7, 3.3);
    assertThat(variance(QuietSeries.MANY.series(1).values())).isBetween(90.0, 110.0);
    assertThat(Arrays.stream(QuietSeries.RARE.series(1).values()).average().orElseThrow())
        .isBetween(0.08, 0.12);
  }

  @Test
  void addsAnyBooksUpByProductAndMinuteWithItsLabels() {
    List<LabelledSeries> series = AnyBooksSeries.of(1, Duration.ofHours(14));

    assertThat(series).hasSize(2).allMatch(one -> one.rows() == 14 * 60);
    assertThat(series.get(0).values()[0]).isBetween(5.0, 40.0);
    assertThat(series.get(0).windows()).isNotEmpty();
    Window first = series.get(0).windows().get(0);
    assertThat(first.first()).as("six hours are without").isGreaterThan(6 * 60);
    assertThat(first.kind()).isIn("spike", "drop", "outage", "context");
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }
}
