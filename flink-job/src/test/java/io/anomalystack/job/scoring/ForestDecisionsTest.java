package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Contributor;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions of the models that the job really has. */
class ForestDecisionsTest {
  private static final long SLOT = 28_748_975;
  private static final int HOURS = 21 * 24;

  private static final double[] EXTREMES = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    1e-9,
    1e9,
    -1e18,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    1e300,
    Double.MAX_VALUE,
    -Double.MAX_VALUE
  };

  private final Engine forests = ForestEngine.standard();

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"joint: false", "joint: true", "period: record", "seasonality: none"})
  void restoredModelsDecideTheSame(String setting) throws Exception {
    Detector detector = detector(setting);
    List<Point> points = points(detector, 600, 7);
    ScoringSettings roomy = new ScoringSettings(100, 128);
    ScoringSettings one = new ScoringSettings(1, 16);
    List<Decision> straight;
    try (Scoring scoring = Scoring.of(forests, roomy, detector)) {
      take(scoring, points);
      straight = scoring.decisions();
    }

    List<Decision> cut;
    OperatorSubtaskState saved;
    try (Scoring scoring = Scoring.of(forests, one, detector)) {
      take(scoring, points.subList(0, 333));
      cut = new ArrayList<>(scoring.decisions());
      saved = scoring.save();
    }
    try (Scoring scoring = Scoring.restored(saved, forests, one, detector)) {
      take(scoring, points.subList(333, points.size()));
      cut.addAll(scoring.decisions());
    }

    assertThat(cut).isEqualTo(straight);
    assertThat(straight).anyMatch(decision -> decision.modelStage() == ModelStage.INFERENCE);
  }

  /** Whatever finite numbers come, no point may stop the job. */
  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "joint: false, 1",
    "joint: false, 2",
    "joint: false, 3",
    "joint: true, 1",
    "joint: true, 2",
    "joint: true, 3"
  })
  void everyDecisionCanBeWrittenHoweverExtremeTheValues(String setting, long seed)
      throws Exception {
    Detector detector = detector(setting);
    int measures = detector.joint() ? 2 : 1;
    SeriesPoints points = new SeriesPoints(detector);
    SplittableRandom random = new SplittableRandom(seed);
    List<Point> all = new ArrayList<>();
    double usual = 1;
    for (int i = 0; i < 1_500; i++) {
      // Stretches of one extreme, with others in between.
      usual = i % 100 == 0 ? EXTREMES[random.nextInt(EXTREMES.length)] : usual;
      double[] values = new double[measures];
      for (int j = 0; j < measures; j++) {
        boolean other = random.nextInt(10) == 0;
        values[j] = other ? EXTREMES[random.nextInt(EXTREMES.length)] : usual;
      }
      if (measures > 1 && random.nextInt(10) == 0) {
        values[random.nextInt(measures)] = Double.NaN;
      }
      all.add(
          random.nextInt(20) == 0
              ? points.impute("a", SLOT + i, values)
              : points.score("a", SLOT + i, values));
    }

    try (Scoring scoring = Scoring.of(forests, new ScoringSettings(1, 64), detector)) {
      take(scoring, all);
      assertThat(scoring.decisions()).hasSize(all.size());
      for (Decision decision : scoring.decisions()) {
        assertThat(DecisionJson.read(DecisionJson.write(decision))).isEqualTo(decision);
        assertThat(decision.anomalyScore()).isBetween(0.0, 100.0);
        if (decision.lowerBound() != null) {
          assertThat(decision.lowerBound()).isLessThanOrEqualTo(decision.upperBound());
        }
      }
    }
  }

  @Test
  void valueOfAnotherHourIsFoundAndPutDownToTheSeason() throws Exception {
    Detector detector = TestDetectors.sales("period: 1h");
    SeriesPoints points = new SeriesPoints(detector);
    SplittableRandom random = new SplittableRandom(1);
    List<Point> all = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour++) {
      all.add(points.score("a", SLOT + hour, ofTheHour(hour) + random.nextInt(5)));
    }
    // As much as at each noon, but at midnight.
    double noon = ofTheHour(12);
    all.add(points.score("a", SLOT + HOURS, noon));

    try (Scoring scoring = Scoring.of(forests, ScoringSettings.defaults(), detector)) {
      take(scoring, all);
      List<Decision> decisions = scoring.decisions();
      Decision lastNoon = decisions.get(HOURS - 12);
      assertThat(lastNoon.anomalyScore()).isEqualTo(0);
      assertThat(lastNoon.predictedValue()).isCloseTo(noon, within(20.0));
      Decision midnight = decisions.get(HOURS);
      assertThat(midnight.alert()).isEqualTo(1);
      assertThat(midnight.predictedValue()).isCloseTo(ofTheHour(HOURS), within(20.0));
      assertThat(midnight.expectedValue()).isEqualTo(midnight.predictedValue());
      assertThat(midnight.upperBound()).isLessThan(noon);
      assertThat(share(midnight, Contributor.SEASON)).isGreaterThan(10);
      assertThat(sum(midnight)).isCloseTo(100, within(1e-9));
    }
  }

  /** A day's rhythm: most at noon, least at midnight. */
  private static double ofTheHour(int hour) {
    return 120 - 100 * Math.cos(2 * Math.PI * hour / 24);
  }

  @Test
  void measureThatIsUnusualLeadsTheJointDecision() throws Exception {
    Detector detector = detector("joint: true");
    SeriesPoints points = new SeriesPoints(detector);
    SplittableRandom random = new SplittableRandom(1);
    List<Point> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      all.add(points.score("a", SLOT + i, 100 + random.nextInt(10), 5 + random.nextDouble()));
    }
    all.add(points.score("a", SLOT + 500, 104, 60));

    try (Scoring scoring = Scoring.of(forests, ScoringSettings.defaults(), detector)) {
      take(scoring, all);
      List<Decision> decisions = scoring.decisions();
      Decision last = decisions.get(500);
      assertThat(last.alert()).isEqualTo(1);
      assertThat(last.measure()).isEqualTo("x+y");
      assertThat(last.aggregatedMeasureValue()).isEqualTo(60);
      assertThat(last.expectedValue()).isCloseTo(5.5, within(1.0));
      assertThat(last.measures()).extracting(MeasureDecision::name).containsExactly("x", "y");
      assertThat(last.measures().get(1).share()).isGreaterThan(80);
      assertThat(last.explanation()).isNotEqualTo(Explanation.NONE);
      assertThat(decisions)
          .allSatisfy(
              decision ->
                  assertThat(decision.measures().stream().mapToDouble(MeasureDecision::share).sum())
                      .isCloseTo(100, within(1e-9)));
    }
  }

  private static double sum(Decision decision) {
    return decision.explanation().contributors().stream().mapToDouble(Contributor::share).sum();
  }

  private static double share(Decision decision, String contributor) {
    return decision.explanation().contributors().stream()
        .filter(each -> each.name().equals(contributor))
        .mapToDouble(Contributor::share)
        .sum();
  }

  private static Detector detector(String setting) {
    return setting.equals("joint: true")
        ? TestDetectors.sales(setting, "measures: [{field: x}, {field: y}]")
        : TestDetectors.sales(setting);
  }

  private static void take(Scoring scoring, List<Point> points) throws Exception {
    for (Point point : points) {
      scoring.take(point);
    }
  }

  /** Of three series, with gaps, spikes and empty periods; of joint ones with absent measures. */
  private static List<Point> points(Detector detector, int size, long seed) {
    SeriesPoints points = new SeriesPoints(detector);
    SplittableRandom random = new SplittableRandom(seed);
    List<Point> all = new ArrayList<>();
    long slot = SLOT;
    for (int i = 0; i < size; i++) {
      slot += random.nextInt(30) == 0 ? 5 : 1;
      double[] values = new double[detector.joint() ? 2 : 1];
      for (int j = 0; j < values.length; j++) {
        double spike = random.nextInt(50) == 0 ? 10 : 1;
        values[j] = spike * (10 + j + random.nextDouble());
      }
      if (detector.joint() && random.nextInt(8) == 0) {
        values[random.nextInt(2)] = Double.NaN;
      }
      String product = "product-" + random.nextInt(3);
      all.add(
          random.nextInt(25) == 0
              ? points.impute(product, slot, values)
              : points.score(product, slot, values));
    }
    return all;
  }
}
