package io.anomalystack.detection.forest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * About 95 of 100 points of a quiet series lie within their bounds, whatever its kind and scale.
 */
class BoundsTest {
  private static final int POINTS = 3_000;
  private static final int FIRST = 500;
  private static final int SEEDS = 4;
  private static final double[] SCALES = {1e-6, 1, 1e9};

  private record Kind(String name, java.util.function.Function<Random, IntToDoubleFunction> of) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("normal", r -> i -> 100 + 10 * r.nextGaussian()),
        new Kind("around zero", r -> i -> r.nextGaussian()),
        new Kind("uniform", r -> i -> r.nextDouble()),
        new Kind("exponential", r -> i -> -Math.log(1 - r.nextDouble())),
        new Kind("lognormal", r -> i -> Math.exp(1 + 0.8 * r.nextGaussian())),
        new Kind("counts", r -> i -> r.nextInt(6)),
        new Kind(
            "walk",
            r -> {
              double[] at = {0};
              return i -> at[0] += r.nextGaussian();
            }),
        new Kind("trend", r -> i -> 0.1 * i + 5 * r.nextGaussian()),
        new Kind(
            "day of hours",
            r -> i -> 100 + 30 * Math.sin(2 * Math.PI * i / 24) + 5 * r.nextGaussian()),
        new Kind("noise by the hour", r -> i -> 100 + (2 + i % 24) * r.nextGaussian()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void coverWhatTheyClaim(Kind kind) {
    for (double scale : SCALES) {
      int inside = 0;
      int all = 0;
      for (int seed = 1; seed <= SEEDS; seed++) {
        IntToDoubleFunction series = kind.of().apply(new Random(seed));
        SeriesModel model =
            ForestEngine.standard()
                .create(new SeriesSettings(1, Seasons.detected(List.of(24.0, 168.0))), seed);
        for (int i = 0; i < POINTS; i++) {
          MeasureVerdict verdict = model.score(i, scale * series.applyAsDouble(i)).leading();
          if (i >= FIRST) {
            all++;
            // Counts lie on their bounds.
            double rounding = 1e-9 * Math.abs(verdict.value());
            inside +=
                verdict.value() >= verdict.lower() - rounding
                        && verdict.value() <= verdict.upper() + rounding
                    ? 1
                    : 0;
          }
        }
      }
      assertThat((double) inside / all).as("at scale %s", scale).isBetween(0.92, 0.98);
    }
  }
}
