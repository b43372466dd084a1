package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detectors that change while their series are decided. */
class ChangedDetectorsTest {
  private static final ScoringSettings SETTINGS = new ScoringSettings(10, 4);

  private final Detector sales = TestDetectors.sales();
  private final SeriesPoints points = new SeriesPoints(sales);

  private Scoring scoring() throws Exception {
    return Scoring.of(new ChainEngine(), SETTINGS, sales);
  }

  @Test
  void thresholdCountsAtOnceAndNothingIsForgotten() throws Exception {
    try (Scoring scoring = scoring()) {
      for (int i = 0; i < 6; i++) {
        scoring.take(points.score("a", i, i));
      }
      scoring.change(1, TestDetectors.sales("anomalyThreshold: 80"));
      scoring.take(points.score("a", 6, 1));

      Decision last = scoring.decisions().get(6);
      assertThat(last.anomalyDecisionThreshold()).isEqualTo(80);
      assertThat(last.processedDataPoints()).isEqualTo(7);
    }
  }

  @Test
  void modelBeginsAnewWhereItsPlanIsAnother() throws Exception {
    try (Scoring scoring = scoring()) {
      for (int i = 0; i < 6; i++) {
        scoring.take(points.score("a", i, i));
      }
      scoring.change(1, TestDetectors.sales("seasonality: none"));
      scoring.take(points.score("a", 6, 1));
      scoring.take(points.score("a", 7, 1));

      assertThat(scoring.decisions())
          .extracting(Decision::processedDataPoints)
          .endsWith(6L, 1L, 2L);
    }
  }

  @Test
  void detectorThatLeftDecidesNothingMoreAndLeavesNothingBehind() throws Exception {
    try (Scoring scoring = scoring()) {
      for (int i = 0; i < 6; i++) {
        scoring.take(points.score("a", i, i));
      }
      scoring.change(1, TestDetectors.sales("name: other"));
      scoring.take(points.score("a", 6, 1));
      scoring.take(points.expire("a"));

      assertThat(scoring.decisions()).hasSize(6);
      assertThat(scoring.keyedStates()).isZero();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "dimensions: []",
        "period: 5m",
        "measures: [{field: price}, {field: quantity}]\njoint: true"
      })
  void pointOfASeriesThatItsDetectorHasNoMoreIsNotDecided(String change) throws Exception {
    try (Scoring scoring = scoring()) {
      scoring.take(points.score("a", 0, 1));
      scoring.change(1, TestDetectors.sales(change.split("\n")));
      // On its way until now, perhaps since before a restore.
      scoring.take(points.score("a", 1, 1));

      assertThat(scoring.decisions()).hasSize(1);
    }
  }

  @Test
  void detectorThatHasComeDecides() throws Exception {
    Detector other = TestDetectors.sales("name: other", "rules: [{name: high, above: 3}]");
    try (Scoring scoring = scoring()) {
      scoring.change(1, sales, other);
      scoring.take(new SeriesPoints(other).score("a", 0, 5));

      Decision decision = scoring.decisions().get(0);
      assertThat(decision.detectorName()).isEqualTo("other");
      assertThat(decision.findings().ruleResults()).hasSize(1);
    }
  }

  @Test
  void ruleThatStaysRemembers() throws Exception {
    String twice = "rules: [{name: high, above: 3, evidence: {points: 2, of: 2}}%s]";
    Detector one = TestDetectors.sales("model: none", twice.formatted(""));
    Detector two = TestDetectors.sales("model: none", twice.formatted(", {name: low, below: 1}"));
    try (Scoring scoring = Scoring.of(new ChainEngine(), SETTINGS, one)) {
      scoring.take(points.score("a", 0, 5));
      scoring.change(1, two);
      scoring.take(points.score("a", 1, 5));

      assertThat(scoring.decisions())
          .extracting(decision -> decision.findings().ruleResults().get(0).breached())
          .isEqualTo(List.of(false, true));
    }
  }
}
