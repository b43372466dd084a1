package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.detector.Seasonality.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeasonalityTest {
  @Test
  void readsLengthsTheShortestFirst() throws Exception {
    Seasonality seasonality = DetectorText.read("seasonality: [1w, 2h, 1d]").seasonality();

    assertThat(seasonality.mode()).isEqualTo(Mode.GIVEN);
    assertThat(seasonality.lengths())
        .containsExactly(Duration.ofHours(2), Duration.ofDays(1), Duration.ofDays(7));
  }

  @Test
  void readsBothWords() throws Exception {
    assertThat(DetectorText.read("seasonality: auto").seasonality()).isEqualTo(Seasonality.auto());
    assertThat(DetectorText.read("seasonality: none").seasonality()).isEqualTo(Seasonality.none());
  }

  @Test
  void takesLengthsFromThreePeriodsToFourWeeksWhetherPeriodsDivideThemOrNot() throws Exception {
    assertThat(DetectorText.read("seasonality: [3m, 100s, 4w]".replace("100s", "1000s")))
        .extracting(detector -> detector.seasonality().lengths())
        .asList()
        .containsExactly(Duration.ofMinutes(3), Duration.ofSeconds(1000), Duration.ofDays(28));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "daily|must be auto, none, or a list of lengths such as [1d, 7d], was 'daily'",
        "1d|must be auto, none, or a list of lengths such as [1d, 7d], was '1d'",
        "{length: 1d}|must be auto, none, or a list of lengths such as [1d, 7d], was a map",
        "[]|must list at least one value",
        "[1h, 2h, 3h, 4h]|must list at most 3 lengths, was 4",
      })
  void refusesWhatIsNoSeasonality(String text, String problem) {
    assertThat(DetectorText.problems(DetectorText.with("seasonality: " + text)))
        .containsExactly("seasonality: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1h, day]|expected a duration such as '1m', was 'day'",
        "[1h, 2m]|must be whole seconds between 3m, which is 3 periods, and 28d, was '2m'",
        "[1h, 29d]|must be whole seconds between 3m, which is 3 periods, and 28d, was '29d'",
        "[1h, 1h500ms]|must be whole seconds between 3m, which is 3 periods, and 28d, was"
            + " '1h500ms'",
        "[1h, 60m]|must be listed once, was '60m'",
        "[1h, ~]|expected a duration such as '1m', was empty",
      })
  void namesTheLengthThatIsWrong(String lengths, String problem) {
    assertThat(DetectorText.problems(DetectorText.with("seasonality: " + lengths)))
        .containsExactly("seasonality[1]: " + problem);
  }

  @Test
  void hasNoLengthsWhereEachRecordIsAPoint() throws Exception {
    String text = DetectorText.with("seasonality: [1d]").replace("1m", "record");

    assertThat(DetectorText.problems(text))
        .containsExactly(
            "seasonality: must be auto or none with period 'record', which has no clock to measure"
                + " a season by");
    assertThat(DetectorFile.parse(text.replace("[1d]", "none")).get(0).seasonality())
        .isEqualTo(Seasonality.none());
  }

  @Test
  void isNotHeldAgainstAPeriodThatIsWrongItself() {
    assertThat(
            DetectorText.problems(
                DetectorText.with("seasonality: [1h]").replace("period: 1m", "period: 2d")))
        .containsExactly("period: must be whole seconds between 1s and 1d, or 'record', was '2d'");
  }
}
