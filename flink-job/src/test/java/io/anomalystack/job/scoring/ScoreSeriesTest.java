package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreSeriesTest {
  private static final long T = 1_724_938_500_000L;
  private static final long MINUTE = 60_000;
  private static final long SLOT = T / MINUTE;
  private static final int INTERVAL = 8;
  private static final SeriesSettings PLAIN = SeriesSettings.plain();
  private static final ScoringSettings ROOMY = new ScoringSettings(1_000, INTERVAL);
  private static final ScoringSettings TIGHT = new ScoringSettings(2, INTERVAL);

  private final Detector detector = TestDetectors.sales();

  @Test
  void decisionPutsPointDetectorAndVerdictTogether() throws Exception {
    Detector two = TestDetectors.sales("dimensions: [b, /a]", "anomalyThreshold: 12.5");
    Point point =
        new Point(
            Point.Kind.SCORE,
            id("x"),
            "sales",
            "quantity",
            List.of("1", "2"),
            T,
            T + MINUTE,
            List.of(4.5),
            true,
            true,
            -1,
            0);
    Verdict verdict = verdict(33, 80, MeasureVerdict.unpredicted(4.5, 2.5));

    Decision decision = only(new FixedEngine(verdict), two, point);

    assertThat(decision)
        .isEqualTo(
            new Decision(
                "sales",
                "quantity",
                id("x"),
                12.5,
                List.of(new Dimension("b", "1"), new Dimension("/a", "2")),
                4.5,
                33,
                T,
                T + MINUTE,
                1,
                80,
                1,
                ModelStage.INFERENCE,
                2.5,
                TimeSeriesId.decisionId(id("x"), T, 0),
                true,
                true,
                null,
                null,
                null,
                1,
                null,
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "70, 70, 0",
    "70, 70.00000000000001, 1",
    "70, 69.99, 0",
    "0, 0, 0",
    "0, 5e-324, 1",
    "100, 100, 0",
    "99.9, 100, 1"
  })
  void onlyAScoreAboveTheThresholdIsAnAnomaly(double threshold, double score, int anomaly)
      throws Exception {
    Decision decision =
        only(
            new FixedEngine(verdict(score, 50, MeasureVerdict.unpredicted(1, 0))),
            TestDetectors.sales("anomalyThreshold: " + threshold),
            score("x", 0, 1));

    assertThat(decision.anomalyDecision()).isEqualTo(anomaly);
    assertThat(decision.alert()).isEqualTo(anomaly);
    assertThat(decision.anomalyScore()).isEqualTo(score);
  }

  @Test
  void recordsOfTheirOwnAreToldApartBySequence() throws Exception {
    Detector each = TestDetectors.sales("period: record");
    Point point =
        new Point(
            Point.Kind.SCORE,
            id("x"),
            "sales",
            "quantity",
            List.of("x"),
            T,
            T + 1_000,
            List.of(1.0),
            false,
            false,
            T + 7,
            12);

    Decision decision = only(new ChainEngine(), each, point);

    assertThat(decision.recordTime()).isEqualTo(T + 7);
    assertThat(decision.sequence()).isEqualTo(12);
    assertThat(decision.decisionId()).isEqualTo(TimeSeriesId.decisionId(id("x"), T, 12));
  }

  @Test
  void imputedDecisionShowsTheValueThatTheModelUsed() throws Exception {
    SeriesModel model = new ChainEngine().create(PLAIN, TimeSeriesId.seed(id("x")));
    model.score(SLOT, 1);
    double imputed = model.impute(SLOT + 1).leading().value();
    try (Scoring scoring = Scoring.of(new ChainEngine(), ROOMY, detector)) {
      scoring.take(score("x", 0, 1));
      scoring.take(impute("x", 1));

      assertThat(scoring.decisions().get(1).aggregatedMeasureValue()).isEqualTo(imputed);
      assertThat(scoring.decisions().get(1).processedDataPoints()).isEqualTo(2);
      assertThat(scoring.decisions().get(1).filled()).isTrue();
    }
  }

  @Test
  void eachSeriesHasAModelOfItsOwnSeededByItsId() throws Exception {
    try (Scoring scoring = Scoring.of(new ChainEngine(), ROOMY, detector)) {
      scoring.take(score("x", 0, 1));
      scoring.take(score("y", 0, 1));
      scoring.take(score("x", 1, 2));

      SeriesModel x = new ChainEngine().create(PLAIN, TimeSeriesId.seed(id("x")));
      SeriesModel y = new ChainEngine().create(PLAIN, TimeSeriesId.seed(id("y")));
      assertThat(scoring.decisions())
          .extracting(Decision::anomalyScore)
          .containsExactly(
              x.score(SLOT, 1).score(), y.score(SLOT, 1).score(), x.score(SLOT + 1, 2).score());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void smallCacheDecidesAsALargeOneDoes(long seed) throws Exception {
    List<Point> points = points(seed, 1_500);

    assertThat(decide(new ChainEngine(), TIGHT, points))
        .isEqualTo(decide(new ChainEngine(), ROOMY, points));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void restoringAtAnyCutChangesNothing(long seed) throws Exception {
    List<Point> points = points(seed, 1_000);
    SplittableRandom random = new SplittableRandom(seed);
    List<Decision> decisions = new ArrayList<>();
    Scoring scoring = Scoring.of(new ChainEngine(), TIGHT, detector);
    for (Point point : points) {
      if (random.nextInt(30) == 0) {
        OperatorSubtaskState saved = scoring.save();
        decisions.addAll(scoring.decisions());
        // What comes behind the checkpoint is lost with the task, and comes again.
        scoring.take(point);
        scoring.close();
        scoring =
            Scoring.restored(
                saved, new ChainEngine(), random.nextBoolean() ? TIGHT : ROOMY, detector);
      }
      scoring.take(point);
    }
    decisions.addAll(scoring.decisions());
    scoring.close();

    assertThat(decisions).isEqualTo(decide(new ChainEngine(), ROOMY, points));
  }

  @Test
  void intervalMayChangeBetweenRuns() throws Exception {
    List<Point> points = points(9, 600);
    List<Decision> decisions;
    OperatorSubtaskState saved;
    try (Scoring scoring = Scoring.of(new ChainEngine(), new ScoringSettings(3, 50), detector)) {
      for (Point point : points.subList(0, 300)) {
        scoring.take(point);
      }
      decisions = new ArrayList<>(scoring.decisions());
      saved = scoring.save();
    }
    try (Scoring scoring =
        Scoring.restored(saved, new ChainEngine(), new ScoringSettings(3, 5), detector)) {
      for (Point point : points.subList(300, 600)) {
        scoring.take(point);
      }
      decisions.addAll(scoring.decisions());
    }

    assertThat(decisions).isEqualTo(decide(new ChainEngine(), ROOMY, points));
  }

  @Test
  void forestsDecideTheSameFromASmallCacheAndOverARestore() throws Exception {
    Engine forests = ForestEngine.standard();
    List<Point> points = points(11, 500, 3);
    List<Decision> straight = decide(forests, ROOMY, points);
    List<Decision> cut;
    OperatorSubtaskState saved;
    ScoringSettings one = new ScoringSettings(1, 16);
    try (Scoring scoring = Scoring.of(forests, one, detector)) {
      for (Point point : points.subList(0, 333)) {
        scoring.take(point);
      }
      cut = new ArrayList<>(scoring.decisions());
      saved = scoring.save();
    }
    try (Scoring scoring = Scoring.restored(saved, forests, one, detector)) {
      for (Point point : points.subList(333, 500)) {
        scoring.take(point);
      }
      cut.addAll(scoring.decisions());
    }

    assertThat(cut).isEqualTo(straight);
    assertThat(straight).anyMatch(decision -> decision.modelStage() == ModelStage.INFERENCE);
  }

  @Test
  void journalIsNeverLongerThanTheInterval() throws Exception {
    try (Scoring scoring = Scoring.of(new ChainEngine(), TIGHT, detector)) {
      boolean[] emptied = new boolean[6];
      for (int i = 0; i < 5 * INTERVAL; i++) {
        for (int series = 0; series < emptied.length; series++) {
          scoring.take(i % 3 == 0 && i > 0 ? impute("s" + series, i) : score("s" + series, i, i));
          int length = scoring.journal(id("s" + series)).size();
          assertThat(length).isLessThan(INTERVAL);
          emptied[series] |= length == 0;
        }
      }
      assertThat(emptied).doesNotContain(false);
    }
  }

  @Test
  void snapshotsOfDifferentSeriesFallOnDifferentPoints() throws Exception {
    try (Scoring scoring = Scoring.of(new ChainEngine(), ROOMY, detector)) {
      int most = 0;
      for (int i = 0; i < INTERVAL; i++) {
        int saved = 0;
        for (int series = 0; series < 80; series++) {
          scoring.take(score("s" + series, i, i));
          saved += scoring.journal(id("s" + series)).isEmpty() ? 1 : 0;
        }
        most = Math.max(most, saved);
      }
      assertThat(most).isLessThan(25);
    }
  }

  @Test
  void expiredSeriesLeavesNothingBehindAndBeginsAnew() throws Exception {
    // Incidents have a memory of their own, which event time clears.
    Detector quiet = TestDetectors.sales("incidents: false");
    try (Scoring scoring = Scoring.of(new ChainEngine(), TIGHT, quiet)) {
      for (int i = 0; i < 3 * INTERVAL; i++) {
        for (String series : List.of("a", "b", "c", "d")) {
          scoring.take(score(series, i, i));
        }
      }
      assertThat(scoring.keyedStates()).isPositive();
      int before = scoring.decisions().size();
      for (String series : List.of("a", "b", "c", "d", "never seen")) {
        scoring.take(expire(series));
      }

      assertThat(scoring.keyedStates()).isZero();
      assertThat(scoring.decisions()).hasSize(before);

      scoring.take(score("a", 99, 1));
      assertThat(scoring.decisions().get(before).processedDataPoints()).isEqualTo(1);
    }
  }

  @Test
  void seriesThatExpiredWhileNotInTheCacheIsForgottenToo() throws Exception {
    try (Scoring scoring = Scoring.of(new ChainEngine(), new ScoringSettings(1, 4), detector)) {
      scoring.take(score("a", 0, 1));
      scoring.take(score("b", 0, 1));
      scoring.take(expire("a"));
      scoring.take(score("a", 9, 1));

      assertThat(scoring.decisions().get(2).processedDataPoints()).isEqualTo(1);
      SeriesModel anew = new ChainEngine().create(PLAIN, TimeSeriesId.seed(id("a")));
      assertThat(scoring.decisions().get(2).anomalyScore())
          .isEqualTo(anew.score(SLOT + 9, 1).score());
    }
  }

  private static Decision only(Engine engine, Detector detector, Point point) throws Exception {
    try (Scoring scoring = Scoring.of(engine, ROOMY, detector)) {
      scoring.take(point);
      assertThat(scoring.decisions()).hasSize(1);
      return scoring.decisions().get(0);
    }
  }

  private List<Decision> decide(Engine engine, ScoringSettings settings, List<Point> points)
      throws Exception {
    try (Scoring scoring = Scoring.of(engine, settings, detector)) {
      for (Point point : points) {
        scoring.take(point);
      }
      return scoring.decisions();
    }
  }

  private static List<Point> points(long seed, int size) {
    return points(seed, size, 7);
  }

  /** Points of several series, some of them imputed or the last for long. */
  private static List<Point> points(long seed, int size, int series) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String name = "series-" + random.nextInt(series);
      points.add(
          switch (random.nextInt(200)) {
            case 0 -> expire(name);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> impute(name, i);
            default -> score(name, i, random.nextDouble(20, 30) + i / 60 % 2 * 25);
          });
    }
    return points;
  }

  private static Point score(String series, int period, double value) {
    return point(Point.Kind.SCORE, series, period, value);
  }

  private static Point impute(String series, int period) {
    return point(Point.Kind.IMPUTE, series, period, 0);
  }

  private static Point expire(String series) {
    return point(Point.Kind.EXPIRE, series, 0, 0);
  }

  private static Point point(Point.Kind kind, String series, int period, double value) {
    long start = T + period * MINUTE;
    return new Point(
        kind,
        id(series),
        "sales",
        "quantity",
        List.of(series),
        start,
        start + MINUTE,
        List.of(value),
        kind == Point.Kind.IMPUTE,
        false,
        -1,
        0);
  }

  private static String id(String series) {
    return TimeSeriesId.of("sales", "quantity", List.of(new Dimension("product_name", series)));
  }

  private static Verdict verdict(double score, double confidence, MeasureVerdict... measures) {
    return new Verdict(List.of(measures), score, confidence, ModelStage.INFERENCE, 0, null);
  }

  /** Says the same of every point. */
  private record FixedEngine(Verdict verdict) implements Engine {
    @Override
    public SeriesModel create(SeriesSettings settings, long seed) {
      return new SeriesModel() {
        @Override
        public Verdict score(long slot, double... values) {
          return verdict;
        }

        @Override
        public Verdict impute(long slot) {
          return verdict;
        }

        @Override
        public long points() {
          return 1;
        }

        @Override
        public int pointsUntilInference() {
          return 0;
        }

        @Override
        public byte[] save() {
          return new byte[0];
        }
      };
    }

    @Override
    public SeriesModel restore(byte[] snapshot) {
      return create(PLAIN, 0);
    }
  }
}
