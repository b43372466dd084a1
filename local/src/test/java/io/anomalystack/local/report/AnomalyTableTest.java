package io.anomalystack.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.quality.DecidedSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnomalyTableTest {
  private static final DecidedSeries SERIES = DecidedSeries.of("item", "a");

  @Test
  void saysWhatWasPredictedAndInWhichRange() {
    List<String> lines = AnomalyTable.lines(List.of(SERIES.valued(0, 54, 9.516573, 4.8, 84.75)));

    assertThat(lines)
        .containsExactly(
            "period (UTC)         detector  measure   series  value  expected  range        score",
            "2024-01-01 00:00:00  sales     quantity  item=a     54       9.5  4.7 to 14.3   84.8");
  }

  @Test
  void saysWhichOfTheMeasuresThatAreJudgedTogetherIsOdd() {
    List<String> lines =
        AnomalyTable.lines(
            List.of(SERIES.withMeasure("sales+visits").joint(0, "sales", 10, "visits", 1000)));

    assertThat(lines.get(1)).contains("  sales+visits (visits)  ");
  }

  @Test
  void ofAModelThatPredictsNothingSaysWhatItExpectedOfTheAnomaly() {
    List<String> lines = AnomalyTable.lines(List.of(SERIES.alert(0)));

    assertThat(lines.get(1))
        .isEqualTo(
            "2024-01-01 00:00:00  sales     quantity  item=a     10         0  –       90.0");
  }
}
