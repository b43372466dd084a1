package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point.Kind;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures that are judged together: one point a period, with the values of all. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a timer could repeat without end
class JointPeriodsTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final double NO = Double.NaN;

  @Test
  void onePointAPeriodHoldsAllMeasuresAndItsNamesJoined() throws Exception {
    try (Periods periods = Periods.of(joint())) {
      periods.record("a", T, 1, 10);
      periods.record("a", T + 30 * SECOND, 2, NO);
      periods.eventTime(T + MINUTE);

      List<Dimension> a = List.of(new Dimension("product_name", "a"));
      assertThat(periods.points())
          .containsExactly(
              new Point(
                  Kind.SCORE,
                  TimeSeriesId.of("sales", "x+y", a),
                  "sales",
                  "x+y",
                  List.of("a"),
                  T,
                  T + MINUTE,
                  List.of(3.0, 10.0),
                  false,
                  false,
                  -1,
                  0));
      assertThat(periods.points().get(0).slot()).isEqualTo(T / MINUTE);
    }
  }

  @ParameterizedTest(name = "missing: {0}")
  @CsvSource({
    // A period without any record, and one with a record of y alone.
    "skip, , a 3 NaN+30.0",
    "zero, a 2 0.0+0.0 filled, a 3 0.0+30.0",
    "previous, a 2 1.0+20.0 filled, a 3 1.0+30.0",
    "impute, a 2 imputed filled, a 3 NaN+30.0"
  })
  void absentMeasureIsFilledAsTheDetectorSaysOrLeftToTheModel(
      String missing, String empty, String partly) throws Exception {
    try (Periods periods = Periods.of(joint("missing: " + missing))) {
      periods.record("a", T, 1, 10);
      periods.record("a", T + MINUTE, 1, 20);
      periods.record("a", T + 3 * MINUTE, NO, 30);
      periods.eventTime(T + 4 * MINUTE);

      List<String> expected = new ArrayList<>(List.of("a 0 1.0+10.0", "a 1 1.0+20.0"));
      if (empty != null) {
        expected.add(empty);
      }
      expected.add(partly);
      assertThat(periods.told(T, MINUTE)).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "missing: {0}")
  @CsvSource({
    "skip, NaN+10.0, NaN+20.0",
    "zero, 0.0+10.0, 0.0+20.0",
    "previous, NaN+10.0, NaN+20.0",
    "impute, NaN+10.0, NaN+20.0"
  })
  void seriesBeginsWithTheFirstRecordOfAnyMeasure(String missing, String first, String second)
      throws Exception {
    try (Periods periods = Periods.of(joint("missing: " + missing))) {
      periods.record("a", T, NO, 10);
      periods.record("a", T + MINUTE, NO, 20);
      periods.eventTime(T + 2 * MINUTE);

      assertThat(periods.told(T, MINUTE)).containsExactly("a 0 " + first, "a 1 " + second);
    }
  }

  @Test
  void measureThatVanishesIsFilledOnlyForSoLongAndThenLeftToTheModel() throws Exception {
    try (Periods periods = Periods.of(joint("missing: previous", "maxFill: 2"))) {
      periods.record("a", T, 7, 1);
      for (int minute = 1; minute < 5; minute++) {
        periods.record("a", T + minute * MINUTE, NO, minute);
      }
      periods.record("a", T + 5 * MINUTE, 8, 5);
      periods.record("a", T + 6 * MINUTE, NO, 6);
      periods.eventTime(T + 7 * MINUTE);

      assertThat(periods.told(T, MINUTE))
          .containsExactly(
              "a 0 7.0+1.0",
              "a 1 7.0+1.0",
              "a 2 7.0+2.0",
              "a 3 NaN+3.0",
              "a 4 NaN+4.0",
              "a 5 8.0+5.0",
              "a 6 8.0+6.0");
    }
  }

  @Test
  void silenceIsFilledOnlyForSoLong() throws Exception {
    try (Periods periods = Periods.of(joint("missing: zero", "maxFill: 2", "expireAfter: 10m"))) {
      periods.record("a", T, 7, 1);
      periods.eventTime(T + 10 * MINUTE);

      assertThat(periods.told(T, MINUTE))
          .containsExactly("a 0 7.0+1.0", "a 1 0.0+0.0 filled", "a 2 0.0+0.0 filled", "a expired");
      assertThat(periods.points().get(3).measure()).isEqualTo("x+y");
      periods.assertNothingIsLeft();
    }
  }

  @Test
  void eachRecordIsAPointWhateverItHolds() throws Exception {
    try (Periods periods = Periods.of(joint("period: record", "allowedLateness: 1s"))) {
      periods.record("a", T + 900, 9, NO);
      periods.record("a", T + 100, -0.0, 10);
      periods.record("a", T + 1_100, NO, 30);
      periods.eventTime(T + 3 * SECOND);

      assertThat(periods.told(T, SECOND))
          .containsExactly("a 0 0.0+10.0", "a 0 9.0+NaN", "a 1 NaN+30.0");
      assertThat(periods.points()).extracting(Point::sequence).containsExactly(1L, 2L, 3L);
      assertThat(periods.points()).extracting(Point::slot).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void detectorThatBecomesJointBeginsItsPeriodsAnew() throws Exception {
    OperatorSubtaskState saved;
    try (Periods periods = Periods.of(joint("joint: false", "missing: zero"))) {
      periods.record("a", T, 1, 2);
      saved = periods.save();
    }
    try (Periods periods = Periods.restored(saved, joint("missing: zero"))) {
      periods.record("a", T + MINUTE, 3, 4);
      periods.eventTime(T + 2 * MINUTE);

      assertThat(periods.told(T, MINUTE)).containsExactly("a 1 3.0+4.0");
    }
  }

  @ParameterizedTest(name = "missing: {0}")
  @ValueSource(strings = {"skip", "zero", "impute"})
  void everyValueReadIsCountedIntoAPointOrRejected(String missing) throws Exception {
    // Counts tell how many values of a measure went into a point; previous would repeat them.
    Detector detector =
        joint(
            "missing: " + missing,
            "maxFill: 1",
            "allowedLateness: 20s",
            "measures: [{field: x, aggregation: count}, {field: y, aggregation: count}]");
    SplittableRandom random = new SplittableRandom(missing.length());
    double[] read = new double[2];
    double[] told = new double[2];
    try (Periods periods = Periods.of(detector)) {
      long time = T;
      for (int i = 0; i < 400; i++) {
        time += random.nextInt(20) * SECOND * (random.nextInt(30) == 0 ? 20 : 1);
        int holds = 1 + random.nextInt(3);
        double[] values = {(holds & 1) == 0 ? NO : 1, (holds & 2) == 0 ? NO : 1};
        periods.record("a", time - random.nextInt(100) * SECOND, values);
        periods.eventTime(time);
        read[0] += holds & 1;
        read[1] += holds >> 1;
      }
      periods.endOfInput(time);
      for (RejectedRecord late : periods.rejected()) {
        told[0] += "y".equals(late.measure()) ? 0 : 1;
        told[1] += "x".equals(late.measure()) ? 0 : 1;
      }
      assertThat(told[0]).isPositive();
      for (Point point : periods.points()) {
        boolean imputed = point.kind() == Kind.IMPUTE;
        for (int measure = 0; measure < 2 && !imputed; measure++) {
          double value = point.values().get(measure);
          told[measure] += Double.isNaN(value) ? 0 : value;
        }
      }
    }

    assertThat(told).isEqualTo(read);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void restoringAtAnyCutChangesNothing(long seed) throws Exception {
    Detector detector =
        joint(
            "missing: " + List.of("skip", "zero", "previous", "impute").get((int) (seed % 4)),
            "period: 10s",
            "allowedLateness: 5s",
            "maxFill: 3",
            "expireAfter: 2m");
    List<Point> straight = new ArrayList<>();
    List<Point> cut = new ArrayList<>();
    for (List<Point> points : List.of(straight, cut)) {
      SplittableRandom random = new SplittableRandom(seed);
      Periods periods = Periods.of(detector);
      long time = T;
      for (int i = 0; i < 500; i++) {
        if (random.nextInt(25) == 0 && points == cut) {
          OperatorSubtaskState saved = periods.save();
          points.addAll(periods.points());
          periods.close();
          periods = Periods.restored(saved, detector);
        }
        time += random.nextInt(8) * SECOND * (random.nextInt(50) == 0 ? 30 : 1);
        double x = random.nextInt(3) == 0 ? NO : random.nextDouble();
        double y = Double.isNaN(x) || random.nextBoolean() ? random.nextDouble() : NO;
        periods.record(random.nextBoolean() ? "a" : "b", time, x, y);
        periods.eventTime(time);
      }
      periods.endOfInput(time);
      points.addAll(periods.points());
      periods.close();
    }

    assertThat(cut).containsExactlyInAnyOrderElementsOf(straight).hasSizeGreaterThan(100);
  }

  private static Detector joint(String... settings) {
    List<String> all =
        new ArrayList<>(List.of("joint: true", "measures: [{field: x}, {field: y}]"));
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }
}
