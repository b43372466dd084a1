package io.anomalystack.detection.forest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Explanation.Contributor;
import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is usual, but not at this time: minutes, with every other hour high. */
class SeasonalAnomalyTest {
  private static final int SEEDS = 8;
  private static final double HIGH = 34;
  private static final double LOW = 17;
  private static final int DAY = 1_440;
  private static final List<Double> RHYTHMS = List.of(1.0 * DAY, 7.0 * DAY);

  private static double level(int minute) {
    return minute / 60 % 2 == 0 ? HIGH : LOW;
  }

  @Test
  void findsTheLevelOfAnEvenHourInAnOddOne() {
    int falseAlerts = 0;
    int found = 0;
    double shareOfTheSeason = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      SeriesModel model =
          ForestEngine.standard().create(new SeriesSettings(1, Seasons.detected(RHYTHMS)), seed);
      Random random = new Random(seed);
      for (int minute = 0; minute < 2 * DAY + 90; minute++) {
        Verdict verdict = model.score(minute, noisy(level(minute), random));
        falseAlerts += minute >= DAY && verdict.score() > 70 ? 1 : 0;
      }
      boolean seen = false;
      double largestShare = 0;
      for (int minute = 2 * DAY + 90; minute < 2 * DAY + 96; minute++) {
        Verdict verdict = model.score(minute, noisy(HIGH, random));
        if (verdict.score() > 70) {
          seen = true;
          assertThat(verdict.leading().predicted()).isBetween(LOW - 5, LOW + 5);
          assertThat(verdict.leading().value()).isGreaterThan(verdict.leading().upper());
          largestShare =
              Math.max(largestShare, verdict.explanation().contributors().get(Contributor.SEASON));
        }
      }
      found += seen ? 1 : 0;
      shareOfTheSeason += largestShare / SEEDS;
    }
    assertThat(shareOfTheSeason).isGreaterThan(0.3);
    assertThat(found).as("of %s", SEEDS).isGreaterThanOrEqualTo(SEEDS - 1);
    // One in two thousand points.
    assertThat(falseAlerts).isLessThanOrEqualTo(SEEDS * (DAY + 90) / 2_000);
  }

  private static double noisy(double level, Random random) {
    return level * (1 + 0.12 * random.nextGaussian());
  }
}
