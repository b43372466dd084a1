package io.anomalystack.detection.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.detection.Seasons;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesForecasterTest {
  private static final double DAY = 24;

  private static SeriesForecaster fed(Seasons seasons, int points, LongToDoubleFunction value) {
    SeriesForecaster forecaster = new SeriesForecaster(seasons, 0);
    for (long slot = 0; slot < points; slot++) {
      forecaster.observe(slot, value.applyAsDouble(slot));
    }
    return forecaster;
  }

  private static LongToDoubleFunction daily(double amplitude, double noise) {
    Random random = new Random(3);
    return slot ->
        100 + amplitude * Math.sin(2 * Math.PI * slot / DAY) + noise * random.nextGaussian();
  }

  @Test
  void forecastsBySeasonsThatWereGiven() {
    SeriesForecaster forecaster = fed(Seasons.given(List.of(DAY)), 240, daily(30, 1));
    assertThat(forecaster.forecast(246)).isCloseTo(130, within(3.0));
    assertThat(forecaster.forecast(258)).isCloseTo(70, within(3.0));
  }

  @Test
  void findsASeasonThatNobodyNamed() {
    SeriesForecaster forecaster = fed(Seasons.detected(List.of()), 600, daily(30, 3));
    assertThat(forecaster.forecast(606)).isCloseTo(130, within(5.0));
    assertThat(forecaster.forecast(618)).isCloseTo(70, within(5.0));
  }

  @Test
  void looksForNoneIfToldThatThereIsNone() {
    SeriesForecaster forecaster = fed(Seasons.none(), 600, daily(30, 3));
    assertThat(forecaster.observe(606, 130).seasonal()).isFalse();
  }

  @Test
  void keepsThePhaseOverAGap() {
    SeriesForecaster forecaster = fed(Seasons.given(List.of(DAY)), 240, daily(30, 1));
    // Three days and six hours later.
    assertThat(forecaster.forecast(240 + 72 + 6)).isCloseTo(130, within(3.0));
  }

  @ParameterizedTest(name = "a peak of {0} in {1} of 24 hours")
  @CsvSource({"40, 1", "200, 1", "200, 4", "2000, 2"})
  void knowsAPeakOfEveryDayFromTheFourthDayOn(double peak, int hours) {
    Random random = new Random(1);
    SeriesForecaster forecaster =
        fed(
            Seasons.given(List.of(DAY)),
            72,
            slot -> (slot % 24 >= 9 && slot % 24 < 9 + hours ? peak : 20) + random.nextInt(5));
    Forecast atPeak = null;
    for (long slot = 72; slot < 96; slot++) {
      Forecast forecast =
          forecaster.observe(slot, slot % 24 >= 9 && slot % 24 < 9 + hours ? peak : 21);
      atPeak = slot == 81 ? forecast : atPeak;
    }
    assertThat(atPeak.predicted()).isCloseTo(peak, within(0.25 * peak));
    assertThat(forecaster.observe(96, peak).rarity()).as("at midnight").isGreaterThan(4.5);
  }

  @Test
  void anAnomalyLeavesNoMarkInTheSeason() {
    SeriesForecaster forecaster =
        fed(
            Seasons.given(List.of(DAY)),
            246,
            slot -> slot == 222 ? 1e6 : daily(30, 1).applyAsDouble(slot));
    assertThat(forecaster.forecast(246)).isCloseTo(130, within(6.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {40, -60})
  void takesANewLevelForUsualAtOnce(double shift) {
    Random random = new Random(2);
    SeriesForecaster forecaster = fed(Seasons.none(), 500, slot -> 100 + 5 * random.nextGaussian());
    assertThat(forecaster.observe(500, 100 + shift).rarity()).isGreaterThan(4.5);
    int surprising = 0;
    for (long slot = 501; slot < 600; slot++) {
      Forecast forecast = forecaster.observe(slot, 100 + shift + 5 * random.nextGaussian());
      surprising += forecast.rarity() > 3.5 ? 1 : 0;
    }
    assertThat(surprising).isLessThanOrEqualTo(2);
    assertThat(forecaster.observe(600, 100 + 2.5 * shift).rarity())
        .as("sensitive again")
        .isGreaterThan(4);
  }

  @Test
  void theWayBackFromAnAnomalyIsNone() {
    Random random = new Random(2);
    SeriesForecaster forecaster = fed(Seasons.none(), 500, slot -> 100 + 5 * random.nextGaussian());
    forecaster.observe(500, 200);
    assertThat(forecaster.observe(501, 101).rarity()).isLessThan(1);
  }

  @Test
  void growingNoiseIsSeenOnALogarithmicScale() {
    // Sales that double each day have twice the noise, too.
    Random random = new Random(2);
    LongToDoubleFunction sales =
        slot -> (slot % 24 < 12 ? 10 : 1_000) * Math.exp(0.1 * random.nextGaussian());
    SeriesForecaster linear = new SeriesForecaster(Seasons.given(List.of(DAY)), 0);
    SeriesForecaster both = new SeriesForecaster(Seasons.given(List.of(DAY)), 10);
    for (long slot = 0; slot < 480; slot++) {
      double value = sales.applyAsDouble(slot);
      linear.observe(slot, value);
      both.observe(slot, value);
    }
    assertThat(both.observe(484, 30).rarity()).isGreaterThan(4);
    assertThat(both.forecast(496)).isCloseTo(1_000, within(150.0));
  }

  @Test
  void saysNothingBelowZeroOfAQuantityThatNeverIs() {
    Random random = new Random(2);
    SeriesForecaster forecaster = new SeriesForecaster(Seasons.none(), 1);
    for (long slot = 0; slot < 500; slot++) {
      Forecast forecast = forecaster.observe(slot, random.nextInt(4));
      assertThat(Double.isNaN(forecast.lower()) || forecast.lower() >= 0).isTrue();
    }
  }
}
