package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.MeanEngine;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Periods that a calendar covers are neither alerted nor learned. */
class CalendarTest {
  private static final String CALENDARS =
      "calendars: [{name: sale, dates: [2024-08-30]}, {name: holiday, dates: [2024-08-30/2024-08-31]}]";

  /** 2024-08-29T00:00Z. */
  private static final long THURSDAY = 1_724_889_600_000L / 3_600_000;

  private final Detector detector =
      TestDetectors.sales(
          "period: 1h", CALENDARS, "overrides: [{where: {product_name: a}, anomalyThreshold: 42}]");

  @Test
  void coveredPeriodSaysItsValueAndWhereTheModelStands() throws Exception {
    List<Decision> decisions = decide(detector, days(10, 1_000, 1_000, 10));

    Decision first = decisions.get(24);
    assertThat(first.aggregatedMeasureValue()).isEqualTo(1_000);
    assertThat(first.anomalyScore()).isEqualTo(0);
    assertThat(first.anomalyDecision()).isEqualTo(0);
    assertThat(first.alert()).isEqualTo(0);
    assertThat(first.expectedValue()).isEqualTo(0);
    assertThat(first.predictedValue()).isNull();
    assertThat(first.processedDataPoints()).isEqualTo(24);
    assertThat(first.modelStage()).isEqualTo(ModelStage.INFERENCE);
    assertThat(first.pointsUntilInference()).isNull();
    assertThat(first.anomalyDecisionThreshold()).isEqualTo(42);
    assertThat(first.suppression()).isEqualTo(new Suppression(0, "calendar:sale"));
    assertThat(first.explanation()).isEqualTo(Explanation.NONE);
    assertThat(decisions.get(48).suppression()).isEqualTo(new Suppression(0, "calendar:holiday"));
    assertThat(decisions.get(71).suppression()).isNotNull();
    assertThat(decisions).extracting(Decision::decisionId).doesNotHaveDuplicates();
  }

  @Test
  void nothingOfItIsLearned() throws Exception {
    List<Decision> decisions = decide(detector, days(10, 1_000, 1_000, 11));
    List<Point> without = days(10, 1_000, 1_000, 11);
    without.subList(24, 72).clear();

    List<Decision> uncovered = new ArrayList<>(decisions);
    uncovered.subList(24, 72).clear();
    assertThat(uncovered).isEqualTo(decide(detector, without));
    assertThat(decisions.get(72).predictedValue()).isEqualTo(10);
    assertThat(decisions.get(72).processedDataPoints()).isEqualTo(25);
  }

  @Test
  void calendarTouchesNoStateOfTheModel() throws Exception {
    SeriesPoints points = new SeriesPoints(detector);
    try (Scoring scoring = Scoring.of(new MeanEngine(), ScoringSettings.defaults(), detector)) {
      for (Point point : days(10, 0, 0, 0).subList(0, 24)) {
        scoring.take(point);
      }
      int journal = scoring.journal(points.id("a")).size();
      scoring.take(points.score("a", THURSDAY + 24, 1));
      scoring.take(points.impute("a", THURSDAY + 25, 1));

      assertThat(scoring.journal(points.id("a"))).hasSize(journal);
    }
  }

  @Test
  void seriesThatBeginsInACalendarHasLearnedNothing() throws Exception {
    SeriesPoints points = new SeriesPoints(detector);

    Decision decision = decide(detector, List.of(points.score("a", THURSDAY + 30, 7))).get(0);

    assertThat(decision.modelStage()).isEqualTo(ModelStage.LEARNING);
    assertThat(decision.processedDataPoints()).isEqualTo(0);
    assertThat(decision.pointsUntilInference()).isEqualTo(MeanEngine.LEARNING_POINTS);
  }

  @Test
  void emptyPeriodShowsTheLastKnownValue() throws Exception {
    SeriesPoints points = new SeriesPoints(detector);

    Decision decision = decide(detector, List.of(points.impute("a", THURSDAY + 30, 7))).get(0);

    assertThat(decision.aggregatedMeasureValue()).isEqualTo(7);
    assertThat(decision.filled()).isTrue();
  }

  @Test
  void jointPeriodShowsTheMeasuresThatThereAre() throws Exception {
    Detector joint =
        TestDetectors.sales(
            "period: 1h", CALENDARS, "joint: true", "measures: [{field: x}, {field: y}]");
    SeriesPoints points = new SeriesPoints(joint);

    Decision decision =
        decide(joint, List.of(points.score("a", THURSDAY + 30, Double.NaN, 7))).get(0);

    assertThat(decision.aggregatedMeasureValue()).isEqualTo(7);
    assertThat(decision.measures())
        .containsExactly(new MeasureDecision("y", 7, null, null, null, 0));
  }

  /** Thursday to Sunday, hour by hour. */
  private List<Point> days(double... values) {
    SeriesPoints points = new SeriesPoints(detector);
    List<Point> all = new ArrayList<>();
    for (int hour = 0; hour < 24 * values.length; hour++) {
      all.add(points.score("a", THURSDAY + hour, values[hour / 24]));
    }
    return all;
  }

  private static List<Decision> decide(Detector detector, List<Point> points) throws Exception {
    try (Scoring scoring = Scoring.of(new MeanEngine(), ScoringSettings.defaults(), detector)) {
      for (Point point : points) {
        scoring.take(point);
      }
      return scoring.decisions();
    }
  }
}
