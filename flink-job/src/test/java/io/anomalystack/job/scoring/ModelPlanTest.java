package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Seasons;
import io.anomalystack.job.config.TestDetectors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPlanTest {
  @Test
  void byItselfAModelLooksForTheDayAndTheWeek() {
    assertThat(seasons("period: 1m")).isEqualTo(Seasons.detected(List.of(1_440.0, 10_080.0)));
    assertThat(seasons("period: 7m")).isEqualTo(Seasons.detected(List.of(1_440 / 7.0, 1_440.0)));
  }

  @Test
  void seasonsTooShortForThePeriodAreLeftOut() {
    assertThat(seasons("period: 8h")).isEqualTo(Seasons.detected(List.of(3.0, 21.0)));
    assertThat(seasons("period: 9h").candidates()).hasSize(1);
    assertThat(seasons("period: 1d")).isEqualTo(Seasons.detected(List.of(7.0)));
  }

  @Test
  void whereEachRecordIsAPointSeasonsAreFoundWithoutACalendar() {
    assertThat(seasons("period: record")).isEqualTo(Seasons.detected(List.of()));
  }

  @Test
  void givenSeasonsAreTakenAsTheyAre() {
    assertThat(seasons("period: 1h", "seasonality: [7d, 36h]"))
        .isEqualTo(Seasons.given(List.of(36.0, 168.0)));
  }

  @Test
  void noSeasonsAreLookedForWhereThereAreNone() {
    assertThat(seasons("period: 1m", "seasonality: none")).isEqualTo(Seasons.none());
    assertThat(seasons("period: record", "seasonality: none")).isEqualTo(Seasons.none());
  }

  @Test
  void jointMeasuresAreOnePoint() {
    String two = "measures: [{field: a}, {field: b}]";

    assertThat(plan(two, "joint: true").settings().measures()).isEqualTo(2);
    assertThat(plan(two).settings().measures()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"period: 2m", "period: record", "seasonality: none", "seasonality: [1d]"})
  void modelsDoNotOutliveAChangeOfTheirTime(String change) {
    assertThat(plan(change).digest()).isNotEqualTo(plan("period: 1m").digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anomalyThreshold: 1",
        "direction: up",
        "margins: {absolute: 7}",
        "missing: zero",
        "maxSeries: 7",
        "calendars: [{name: c, dates: [2024-08-29/2024-08-30]}]",
        "measures: [{field: quantity, aggregation: max}]"
      })
  void modelsOutliveAllOtherChanges(String change) {
    assertThat(plan(change).digest()).isEqualTo(plan("period: 1m").digest());
  }

  private static ModelPlan plan(String... settings) {
    return ModelPlan.of(TestDetectors.sales(settings));
  }

  private static Seasons seasons(String... settings) {
    return plan(settings).settings().seasons();
  }
}
