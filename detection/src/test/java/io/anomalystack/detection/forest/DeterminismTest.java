package io.anomalystack.detection.forest;

import static io.anomalystack.detection.Points.impute;
import static io.anomalystack.detection.Points.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.Series;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However often a model was saved or restored, its verdicts are the same to the last bit. */
class DeterminismTest {

  private static final int POINTS = 2_000;

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "NORMAL, 1",
    "SINE, 2",
    "SPARSE, 3",
    "SMALL_COUNTS, 4",
    "CONSTANT, 5",
    "LOGNORMAL, 6",
    "SINE, 7"
  })
  void savingAndRestoringAtAnyMomentChangesNothing(Series series, long seed) {
    Engine engine = ForestEngine.standard();
    SplittableRandom random = new SplittableRandom(seed);
    SeriesModel straight = engine.create(SeriesSettings.plain(), seed);
    SeriesModel saved = engine.create(SeriesSettings.plain(), seed);
    SeriesModel restored = engine.create(SeriesSettings.plain(), seed);
    double[] values = series.values(POINTS, seed);
    for (int i = 0; i < POINTS; i++) {
      double value = random.nextInt(100) == 0 ? 10 * values[i] + 1 : values[i];
      boolean gap = random.nextInt(25) == 0;

      String expected = step(straight, value, gap);
      assertThat(step(saved, value, gap)).as("point %s, saved", i).isEqualTo(expected);
      assertThat(step(restored, value, gap)).as("point %s, restored", i).isEqualTo(expected);

      // Often while learning, and rarely enough later to let differences grow.
      int often = i < 70 ? 3 : 100;
      if (random.nextInt(often) == 0) {
        saved.save();
      }
      if (random.nextInt(often) == 0) {
        restored = engine.restore(restored.save());
        assertThat(restored.points()).isEqualTo(straight.points());
      }
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"NORMAL, 1", "SPARSE, 2"})
  void savingARestoredModelGivesTheSameBytes(Series series, long seed) {
    Engine engine = ForestEngine.standard();
    SeriesModel model = engine.create(SeriesSettings.plain(), seed);
    for (double value : series.values(1_500, seed)) {
      score(model, value);
    }
    byte[] once = model.save();
    assertThat(engine.restore(once).save()).isEqualTo(once);
  }

  @ParameterizedTest(name = "cut at {0}")
  @CsvSource({"150", "170", "200", "233", "240"})
  void aChangeOfFrameIsNotLostInASnapshot(int cut) {
    Engine engine = ForestEngine.standard();
    SeriesModel straight = engine.create(SeriesSettings.plain(), 9);
    SeriesModel restored = engine.create(SeriesSettings.plain(), 9);
    double[] values = Series.NORMAL.values(400, 9);
    for (int i = 0; i < values.length; i++) {
      double value = i < 170 ? 0 : 1.7e9 + values[i];
      if (i == cut) {
        restored = engine.restore(restored.save());
      }
      assertThat(step(restored, value, false)).isEqualTo(step(straight, value, false));
    }
  }

  private static String step(SeriesModel model, double value, boolean gap) {
    Verdict verdict = gap ? impute(model) : score(model, value);
    return VerdictText.of(verdict);
  }
}
