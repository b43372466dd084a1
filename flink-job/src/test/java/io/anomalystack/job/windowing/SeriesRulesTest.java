package io.anomalystack.job.windowing;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.job.windowing.SeriesRules.Now;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesRulesTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long MINUTE = 60_000;

  private final List<String> decided = new ArrayList<>();
  private SeriesRules rules;
  private SeriesWindows windows;
  private long offset;

  @Test
  void periodsAreAlignedToTheEpochAlsoBeforeIt() {
    detector("period: 1m");

    assertThat(rules.startOf(T)).isEqualTo(T);
    assertThat(rules.startOf(T + MINUTE - 1)).isEqualTo(T);
    assertThat(rules.startOf(-1)).isEqualTo(-MINUTE);
    assertThat(rules.startOf(-MINUTE)).isEqualTo(-MINUTE);
  }

  @ParameterizedTest
  @CsvSource({"0ms, 0", "1ms, 1", "7s, 7000", "90s, 90000"})
  void periodClosesToTheMillisecondAndIsLateFromThereOn(String lateness, long millis) {
    detector("period: 1m", "allowedLateness: " + lateness);
    add(T, 3);
    long closing = T + MINUTE + millis;

    assertThat(rules.isLate(windows, T, closing - 1)).isFalse();
    assertThat(rules.isLate(windows, T, closing)).isTrue();
    decide(Now.at(closing - 1));
    assertThat(decided).isEmpty();
    assertThat(rules.due(windows)).isEqualTo(closing);

    decide(Now.at(closing));
    assertThat(decided).containsExactly("quantity 0 3.0");
    assertThat(rules.isLate(windows, T, Long.MIN_VALUE)).isTrue();
    assertThat(rules.isLate(windows, T + MINUTE, closing)).isFalse();
  }

  @Test
  void periodsAreDecidedInOrderHoweverTheirRecordsCame() {
    detector("period: 1m", "allowedLateness: 10m");
    add(T + 3 * MINUTE, 4);
    add(T, 1);
    add(T + 2 * MINUTE, 3);
    add(T + 1, 10);

    decide(Now.at(T + 20 * MINUTE));

    assertThat(decided).containsExactly("quantity 0 11.0", "quantity 2 3.0", "quantity 3 4.0");
  }

  @Test
  void skipDecidesNothingForAnEmptyPeriod() {
    detector("missing: skip");
    add(T, 1);
    add(T + 5 * MINUTE, 2);

    decide(Now.at(T + 100 * MINUTE));

    assertThat(decided).containsExactly("quantity 0 1.0", "quantity 5 2.0");
  }

  @Test
  void zeroFillsEmptyPeriodsByZero() {
    detector("missing: zero");
    add(T, 7);
    add(T + 3 * MINUTE, 8);

    decide(Now.at(T + 5 * MINUTE));

    assertThat(decided)
        .containsExactly(
            "quantity 0 7.0",
            "quantity 1 0.0 filled",
            "quantity 2 0.0 filled",
            "quantity 3 8.0",
            "quantity 4 0.0 filled");
  }

  @Test
  void previousFillsByTheLastPeriodWithARecord() {
    detector("missing: previous");
    add(T, 7);
    add(T + 3 * MINUTE, 8);

    decide(Now.at(T + 5 * MINUTE));

    assertThat(decided)
        .containsExactly(
            "quantity 0 7.0",
            "quantity 1 7.0 filled",
            "quantity 2 7.0 filled",
            "quantity 3 8.0",
            "quantity 4 8.0 filled");
  }

  @Test
  void fillingWaitsForTheLatenessAsWell() {
    detector("missing: zero", "allowedLateness: 30s");
    add(T, 7);
    decide(Now.at(T + 2 * MINUTE + 29_999));
    assertThat(decided).containsExactly("quantity 0 7.0");
    assertThat(rules.due(windows)).isEqualTo(T + 2 * MINUTE + 30_000);

    decide(Now.at(T + 2 * MINUTE + 30_000));
    assertThat(decided).containsExactly("quantity 0 7.0", "quantity 1 0.0 filled");
  }

  @Test
  void imputeLeavesTheValueToTheModel() {
    detector("missing: impute");
    add(T, 7);

    decide(Now.at(T + 2 * MINUTE));

    assertThat(decided).hasSize(2);
    assertThat(decided.get(1)).startsWith("quantity 1 ").endsWith(" filled");
  }

  @Test
  void eachMeasureIsFilledForItselfFromItsOwnFirstRecordOn() {
    detector("missing: previous", "measures: [{field: a}, {field: b}]");
    addAll(T, 1, Double.NaN);
    addAll(T + MINUTE, 2, 20);
    addAll(T + 2 * MINUTE, Double.NaN, 30);

    decide(Now.at(T + 4 * MINUTE));

    assertThat(decided)
        .containsExactly(
            "a 0 1.0",
            "a 1 2.0",
            "b 1 20.0",
            "a 2 2.0 filled",
            "b 2 30.0",
            "a 3 2.0 filled",
            "b 3 30.0 filled");
  }

  @Test
  void skipLeavesOutTheMeasureThatAPeriodDoesNotHold() {
    detector("missing: skip", "measures: [{field: a}, {field: b}]");
    addAll(T, 1, 10);
    addAll(T + MINUTE, Double.NaN, 20);

    decide(Now.at(T + 4 * MINUTE));

    assertThat(decided).containsExactly("a 0 1.0", "b 0 10.0", "b 1 20.0");
  }

  @Test
  void fillingEndsAfterMaxFillAndBeginsAgainWithARecord() {
    detector("missing: zero", "maxFill: 2");
    add(T, 1);
    add(T + 10 * MINUTE, 2);

    decide(Now.at(T + 30 * MINUTE));

    assertThat(decided)
        .containsExactly(
            "quantity 0 1.0",
            "quantity 1 0.0 filled",
            "quantity 2 0.0 filled",
            "quantity 10 2.0",
            "quantity 11 0.0 filled",
            "quantity 12 0.0 filled");
  }

  @Test
  void periodsBeyondMaxFillAreStillOpenUntilTheyClose() {
    detector("missing: zero", "maxFill: 1");
    add(T, 1);
    decide(Now.at(T + 5 * MINUTE));

    assertThat(rules.isLate(windows, T + 2 * MINUTE, T + 3 * MINUTE)).isTrue();
    assertThat(rules.isLate(windows, T + 5 * MINUTE, T + 5 * MINUTE)).isFalse();
  }

  @Test
  void seriesExpiresWhenItWasSilentForLongEnoughAndNotBefore() {
    detector("missing: zero", "expireAfter: 5m");
    add(T + 30_000, 1);
    long expiry = T + 30_000 + 5 * MINUTE;
    decide(Now.at(expiry - 1));
    assertThat(rules.isExpired(windows, Now.at(expiry - 1))).isFalse();

    decide(Now.at(expiry));
    assertThat(rules.isExpired(windows, Now.at(expiry))).isTrue();
    // The periods that closed before then were filled; none is after it.
    assertThat(decided).hasSize(5);
    decide(Now.at(expiry + 10 * MINUTE));
    assertThat(decided).hasSize(6).last().isEqualTo("quantity 5 0.0 filled");
  }

  @Test
  void seriesWithAnOpenPeriodDoesNotExpire() {
    detector("period: 1m", "allowedLateness: 1m", "expireAfter: 5m");
    add(T, 1);

    assertThat(rules.isExpired(windows, Now.at(T + 100 * MINUTE))).isFalse();
  }

  @Test
  void skippingSeriesIsDueAtItsExpiry() {
    detector("missing: skip", "expireAfter: 5m");
    add(T, 1);
    decide(Now.at(T + MINUTE));

    assertThat(rules.due(windows)).isEqualTo(T + 5 * MINUTE);
  }

  @Test
  void endOfInputDecidesWhatIsOpenAndMarksWhatIsPartial() {
    detector("period: 1m", "allowedLateness: 10m");
    add(T, 1);
    add(T + MINUTE, 2);

    decide(Now.end(T + MINUTE + 30_000));

    assertThat(decided).containsExactly("quantity 0 1.0", "quantity 1 2.0 partial");
  }

  @Test
  void periodIsWholeWhereTheTopicGoesOnBehindIt() {
    detector("period: 1m");
    add(T, 1);
    decide(Now.end(T + MINUTE));
    assertThat(decided).containsExactly("quantity 0 1.0");

    detector("period: 1m");
    decided.clear();
    add(T, 1);
    decide(Now.end(T + MINUTE - 1));
    assertThat(decided).containsExactly("quantity 0 1.0 partial");
  }

  @Test
  void endOfInputFillsUpToTheNewestPeriodOfTheTopic() {
    detector("missing: zero");
    add(T, 1);

    decide(Now.end(T + 3 * MINUTE));

    assertThat(decided)
        .containsExactly(
            "quantity 0 1.0",
            "quantity 1 0.0 filled",
            "quantity 2 0.0 filled",
            "quantity 3 0.0 filled partial");
  }

  @Test
  void endOfInputHeedsMaxFillAndExpiry() {
    detector("missing: zero", "maxFill: 2");
    add(T, 1);
    decide(Now.end(T + 100 * MINUTE));
    assertThat(decided).hasSize(3);

    detector("missing: zero", "expireAfter: 4m");
    decided.clear();
    add(T, 1);
    decide(Now.end(T + 100 * MINUTE));
    assertThat(decided).hasSize(4);
  }

  @Test
  void endOfInputForgetsNoSeries() {
    detector("expireAfter: 5m");
    add(T, 1);
    decide(Now.end(T + 100 * MINUTE));

    assertThat(rules.isExpired(windows, Now.end(T + 100 * MINUTE))).isFalse();
  }

  @Test
  void eachRecordIsAPointOfItsOwnInTheOrderOfTime() {
    detector("period: record", "measures: [{field: a}, {field: b}]", "allowedLateness: 5s");
    addAt(new Position(T + 900, 0, 1, 5), 9, 90);
    addAt(new Position(T + 100, 0, 1, 6), 1, Double.NaN);
    addAt(new Position(T + 900, 0, 0, 9), 8, 80);
    addAt(new Position(T + 900, 1, 0, 0), 10, 100);
    addAt(new Position(T + 1_000, 0, 0, 0), -0.0, 110);

    decide(Now.at(T + 6_000));
    assertThat(decided)
        .containsExactly(
            "a 0 1.0 at 100 #1",
            "a 0 8.0 at 900 #2",
            "b 0 80.0 at 900 #1",
            "a 0 9.0 at 900 #3",
            "b 0 90.0 at 900 #2",
            "a 0 10.0 at 900 #4",
            "b 0 100.0 at 900 #3");

    decided.clear();
    decide(Now.end(T + 1_000));
    assertThat(decided)
        .containsExactly("a 1 0.0 partial at 1000 #5", "b 1 110.0 partial at 1000 #4");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void decidesTheSameInWhateverStepsTimeComes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] settings = {
      "missing: " + List.of("zero", "previous", "skip").get((int) (seed % 3)),
      "maxFill: " + random.nextInt(0, 6),
      "allowedLateness: " + random.nextInt(0, 100) + "s",
      "expireAfter: 1d"
    };
    long[] times = random.longs(30, T, T + 40 * MINUTE).sorted().toArray();
    long end = T + 50 * MINUTE;

    detector(settings);
    for (long time : times) {
      add(time, 1);
    }
    decide(Now.at(end));
    List<String> atOnce = List.copyOf(decided);

    detector(settings);
    decided.clear();
    for (long time : times) {
      add(time, 1);
      decide(Now.at(time));
    }
    for (long due = rules.due(windows); due <= end; ) {
      decide(Now.at(due));
      assertThat(rules.due(windows)).isGreaterThan(due);
      due = rules.due(windows);
    }

    assertThat(decided).isEqualTo(atOnce).isNotEmpty();
  }

  private void detector(String... settings) {
    rules = new SeriesRules(TestDetectors.sales(settings));
    windows = new SeriesWindows(rules.detector().measures().size());
  }

  private void add(long time, double value) {
    addAll(time, value);
  }

  private void addAll(long time, double... values) {
    addAt(new Position(time, 0, 0, offset++), values);
  }

  private void addAt(Position at, double... values) {
    windows.add(rules, rules.startOf(at.eventTime()), new Entry(at, values));
  }

  /** Times are told as periods since the first one, record times as ms since. */
  private void decide(Now now) {
    rules.decideClosed(
        windows,
        now,
        point ->
            decided.add(
                rules.names().get(point.series())
                    + " "
                    + (point.start() - T) / rules.period()
                    + Arrays.stream(point.values())
                        .mapToObj(value -> " " + value)
                        .collect(joining())
                    + (point.filled() ? " filled" : "")
                    + (point.partial() ? " partial" : "")
                    + (point.recordTime() < 0
                        ? ""
                        : " at " + (point.recordTime() - T) + " #" + point.sequence())));
  }
}
