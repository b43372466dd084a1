package io.anomalystack.detection.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointMeasuresTest {
  private static final Engine ENGINE = ForestEngine.standard();
  private static final SeriesSettings TWO = new SeriesSettings(2, Seasons.detected(List.of(24.0)));

  /** Orders, and their value of about 12 each. */
  private static double[] orders(Random random) {
    double orders = 100 + 15 * random.nextGaussian();
    return new double[] {orders, 12 * orders * (1 + 0.02 * random.nextGaussian())};
  }

  private static SeriesModel fed(int points, Random random) {
    SeriesModel model = ENGINE.create(TWO, 4);
    for (int slot = 0; slot < points; slot++) {
      model.score(slot, orders(random));
    }
    return model;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void namesTheMeasureThatIsUnusual(int unusual) {
    Random random = new Random(1);
    SeriesModel model = fed(1_000, random);
    double[] values = orders(random);
    values[unusual] *= 4;
    Verdict verdict = model.score(1_000, values);
    assertThat(verdict.score()).isGreaterThan(70);
    assertThat(verdict.leading()).isSameAs(verdict.measures().get(unusual));
    assertThat(verdict.leading().share()).isGreaterThan(0.6);
    assertThat(verdict.measures().stream().mapToDouble(MeasureVerdict::share).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(verdict.leading().value()).isEqualTo(values[unusual]);
  }

  @Test
  void expectsAMeasureThatIsMissing() {
    Random random = new Random(1);
    SeriesModel model = fed(1_000, random);
    Verdict verdict = model.score(1_000, Double.NaN, 1_200);
    assertThat(verdict.score()).isLessThan(70);
    assertThat(verdict.measures().get(0).value()).isBetween(70.0, 130.0);
  }

  @Test
  void goesOnAfterARestoreAsIfNothingHadBeen() {
    Random random = new Random(2);
    for (int cut : new int[] {0, 10, 500}) {
      SeriesModel model = fed(cut, random);
      SeriesModel restored = ENGINE.restore(model.save());
      for (int slot = cut; slot < cut + 200; slot++) {
        double[] values = orders(random);
        values[1] = slot % 17 == 3 ? Double.NaN : values[1];
        assertThat(VerdictText.of(restored.score(slot, values)))
            .isEqualTo(VerdictText.of(model.score(slot, values)));
      }
    }
  }
}
