package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.detection.SeriesModel;
import io.anomalystack.job.MeanEngine;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be the same after a restore, and what begins anew. */
class RestoredModelsTest {
  private static final long SLOT = 28_748_975;
  private static final long MINUTE = 60_000;

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void jointSeriesWithGapsAndCalendarsDecidesTheSameAfterARestoreAtAnyCut(long seed)
      throws Exception {
    Detector detector =
        TestDetectors.sales(
            "joint: true",
            "measures: [{field: x}, {field: y}, {field: z}]",
            "calendars: [{name: c, dates: [2024-08-29T18:00/2024-08-29T19:30]}]");
    List<Point> points = jointPoints(detector, seed, 900);
    List<Decision> straight;
    try (Scoring scoring =
        Scoring.of(new ChainEngine(), new ScoringSettings(1_000, 16), detector)) {
      for (Point point : points) {
        scoring.take(point);
      }
      straight = scoring.decisions();
    }

    SplittableRandom random = new SplittableRandom(seed);
    List<Decision> cut = new ArrayList<>();
    ScoringSettings tight = new ScoringSettings(2, 16);
    Scoring scoring = Scoring.of(new ChainEngine(), tight, detector);
    for (Point point : points) {
      if (random.nextInt(25) == 0) {
        OperatorSubtaskState saved = scoring.save();
        cut.addAll(scoring.decisions());
        // What comes behind the checkpoint is lost with the task, and comes again.
        scoring.take(point);
        scoring.close();
        scoring = Scoring.restored(saved, new ChainEngine(), tight, detector);
      }
      scoring.take(point);
    }
    cut.addAll(scoring.decisions());
    scoring.close();

    assertThat(cut).isEqualTo(straight);
    assertThat(straight).anyMatch(decision -> decision.suppression() != null);
  }

  @Test
  void warmModelIsSavedAtOnceAndNeedsItsHistoryNoMore() throws Exception {
    Path file = history(50);
    Detector detector = TestDetectors.sales("history: {file: '" + file + "'}");
    SeriesPoints points = new SeriesPoints(detector);
    SeriesModel expected =
        new ChainEngine()
            .create(ModelPlan.of(detector).settings(), TimeSeriesId.seed(points.id("a")));
    for (int i = 0; i < 49; i++) {
      expected.score(SLOT + i, i);
    }

    OperatorSubtaskState saved;
    try (Scoring scoring = Scoring.of(new ChainEngine(), ScoringSettings.defaults(), detector)) {
      scoring.take(points.score("a", SLOT + 100, 7));
      assertThat(scoring.decisions()).hasSize(1);
      Decision first = scoring.decisions().get(0);
      assertThat(first.processedDataPoints()).isEqualTo(50);
      assertThat(first.anomalyScore()).isEqualTo(expected.score(SLOT + 100, 7).score());
      assertThat(scoring.journal(points.id("a"))).hasSizeLessThanOrEqualTo(1);
      saved = scoring.save();
    }
    Files.delete(file);
    try (Scoring scoring =
        Scoring.restored(saved, new ChainEngine(), ScoringSettings.defaults(), detector)) {
      scoring.take(points.score("a", SLOT + 101, 8));
      scoring.take(points.score("new", SLOT + 101, 8));

      assertThat(scoring.decisions().get(0).anomalyScore())
          .isEqualTo(expected.score(SLOT + 101, 8).score());
      assertThat(scoring.decisions().get(1).processedDataPoints()).isEqualTo(1);
    }
  }

  @Test
  void seriesThatIsNewAfterARestoreLearnsItsHistoryToo() throws Exception {
    Detector detector = TestDetectors.sales("history: {file: '" + history(50) + "'}");
    SeriesPoints points = new SeriesPoints(detector);
    OperatorSubtaskState saved;
    try (Scoring scoring = Scoring.of(new ChainEngine(), ScoringSettings.defaults(), detector)) {
      scoring.take(points.score("b", SLOT + 100, 7));
      saved = scoring.save();
    }
    try (Scoring scoring =
        Scoring.restored(saved, new ChainEngine(), ScoringSettings.defaults(), detector)) {
      scoring.take(points.score("a", SLOT + 101, 8));

      assertThat(scoring.decisions().get(0).processedDataPoints()).isEqualTo(50);
    }
  }

  @Test
  void historyOfACalendarsTimeIsNotLearned() throws Exception {
    Detector detector =
        TestDetectors.sales(
            "history: {file: '" + history(50) + "'}",
            "calendars: [{name: c, dates: [2024-08-29T13:35/2024-08-29T13:45]}]");
    SeriesPoints points = new SeriesPoints(detector);

    try (Scoring scoring = Scoring.of(new MeanEngine(), ScoringSettings.defaults(), detector)) {
      scoring.take(points.score("a", SLOT + 100, 7));

      assertThat(scoring.decisions().get(0).processedDataPoints()).isEqualTo(40);
      // The mean of 10 to 48.
      assertThat(scoring.decisions().get(0).predictedValue()).isEqualTo(29);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"period: 5m", "seasonality: none", "period: record"})
  void modelOfAnotherTimeBeginsAnew(String change) throws Exception {
    SeriesPoints before = new SeriesPoints(TestDetectors.sales());
    SeriesPoints after = new SeriesPoints(TestDetectors.sales(change));
    OperatorSubtaskState saved = learned(before, 20);
    try (Scoring scoring =
        Scoring.restored(saved, new ChainEngine(), ScoringSettings.defaults(), after.detector())) {
      scoring.take(after.score("a", SLOT / 5 + 10, 1));
      scoring.take(after.score("a", SLOT / 5 + 11, 1));

      assertThat(scoring.decisions())
          .extracting(Decision::processedDataPoints)
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void modelOutlivesOtherChangesEvenWhenItsPointsAreCountedAnew() throws Exception {
    SeriesPoints before = new SeriesPoints(TestDetectors.sales());
    Detector stricter = TestDetectors.sales("anomalyThreshold: 1", "maxSeries: 7");
    SeriesPoints after = new SeriesPoints(stricter);
    OperatorSubtaskState saved = learned(before, 20);
    try (Scoring scoring =
        Scoring.restored(saved, new ChainEngine(), ScoringSettings.defaults(), stricter)) {
      // A slot that was there already: models are promised that slots rise.
      scoring.take(after.score("a", SLOT + 3, 1));
      scoring.take(after.score("a", SLOT + 4, 1));

      assertThat(scoring.decisions())
          .extracting(Decision::processedDataPoints)
          .containsExactly(21L, 22L);
    }
  }

  @Test
  void stateOfAnEarlierReleaseIsRefusedWithAWordOnWhatToDo() throws Exception {
    SeriesPoints points = new SeriesPoints(TestDetectors.sales());
    OperatorSubtaskState saved = EarlierRelease.scored(points.score("a", SLOT, 1));

    try (Scoring scoring =
        Scoring.restored(saved, new ChainEngine(), ScoringSettings.defaults(), points.detector())) {
      assertThatIOException()
          .isThrownBy(() -> scoring.take(points.score("a", SLOT + 1, 1)))
          .withMessageContaining("the saved models are of format 82, this release reads 1")
          .withMessageContaining("without the saved state");
    }
  }

  @Test
  void pastOfTheTopicIsLearnedInSilenceUpToTheFirstStart() throws Exception {
    Detector learns = TestDetectors.sales("history: {since: 1d}");
    Detector asks = TestDetectors.sales("name: asks");
    long start = (SLOT + 10) * MINUTE;
    OperatorSubtaskState saved;
    try (Scoring scoring = Scoring.startedAt(start, null, new ChainEngine(), learns, asks)) {
      for (int i = 0; i < 5; i++) {
        scoring.take(new SeriesPoints(learns).score("a", SLOT + i, i));
        scoring.take(new SeriesPoints(asks).score("a", SLOT + i, i));
      }
      assertThat(scoring.decisions()).hasSize(5).allMatch(d -> d.detectorName().equals("asks"));
      saved = scoring.save();
    }
    // Killed in the middle of its past, and started again later.
    try (Scoring scoring =
        Scoring.startedAt(start + 60 * MINUTE, saved, new ChainEngine(), learns, asks)) {
      for (int i = 5; i < 12; i++) {
        scoring.take(new SeriesPoints(learns).score("a", SLOT + i, i));
      }
      // The period that ends with the start is past.
      assertThat(scoring.decisions())
          .extracting(Decision::detectionPeriodStart, Decision::processedDataPoints)
          .containsExactly(tuple((SLOT + 10) * MINUTE, 11L), tuple((SLOT + 11) * MINUTE, 12L));
    }
  }

  @Test
  void jobThatDidNotReadThePastIsHeardFromItsFirstDecisionOn() throws Exception {
    Detector learns = TestDetectors.sales("history: {since: 1d}");
    OperatorSubtaskState saved;
    try (Scoring scoring = Scoring.startedAt(LiveStart.ALWAYS, null, new ChainEngine(), learns)) {
      scoring.take(new SeriesPoints(learns).score("a", SLOT, 1));
      assertThat(scoring.decisions()).hasSize(1);
      saved = scoring.save();
    }
    try (Scoring scoring =
        Scoring.startedAt((SLOT + 100) * MINUTE, saved, new ChainEngine(), learns)) {
      scoring.take(new SeriesPoints(learns).score("a", SLOT + 1, 1));
      assertThat(scoring.decisions()).hasSize(1);
    }
  }

  private OperatorSubtaskState learned(SeriesPoints points, int count) throws Exception {
    try (Scoring scoring =
        Scoring.of(new ChainEngine(), ScoringSettings.defaults(), points.detector())) {
      for (int i = 0; i < count; i++) {
        scoring.take(points.score("a", SLOT + i, i));
      }
      return scoring.save();
    }
  }

  /** One record a minute of product a, from the slot on: 0, 1, 2, … */
  private Path history(int minutes) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < minutes; i++) {
      lines.append(
          "{\"timestamp\":\"%s\",\"product_name\":\"a\",\"quantity\":%d}\n"
              .formatted(Instant.ofEpochMilli((SLOT + i) * MINUTE), i));
    }
    return Files.writeString(directory.resolve("past.jsonl"), lines);
  }

  /** Points of two series with gaps, absent measures, imputed periods and expiries. */
  private static List<Point> jointPoints(Detector detector, long seed, int size) {
    SplittableRandom random = new SplittableRandom(seed);
    SeriesPoints points = new SeriesPoints(detector);
    List<Point> all = new ArrayList<>();
    long slot = SLOT;
    for (int i = 0; i < size; i++) {
      slot += 1 + (random.nextInt(20) == 0 ? random.nextInt(50) : 0);
      String product = "series-" + random.nextInt(5);
      double[] values = random.doubles(3).map(v -> v < 0.1 ? Double.NaN : v).toArray();
      values[random.nextInt(3)] = random.nextDouble();
      all.add(
          switch (random.nextInt(100)) {
            case 0 -> points.expire(product);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> points.impute(product, slot, values);
            default -> points.score(product, slot, values);
          });
    }
    return all;
  }
}
