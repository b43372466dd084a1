package io.anomalystack.local.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.local.labels.Label;
import io.anomalystack.model.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final DecidedSeries ALL = DecidedSeries.of();
  private static final DecidedSeries A = DecidedSeries.of("item", "a");
  private static final DecidedSeries B = DecidedSeries.of("item", "b");

  @Test
  void anAlertInAWindowIsRightAndAnotherIsFalse() {
    Quality quality =
        measured(labels().window(10, 12), 0, ALL.alert(9), ALL.alert(11), ALL.alert(12));

    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(3, 3, 1));
    assertThat(quality.totals().precision()).hasValue(1 / 3.0);
    assertThat(quality.totals().windows()).isEqualTo(new Windows(1, 1));
    assertThat(quality.totals().f1()).hasValue(0.5);
    assertThat(quality.falseAlarms()).containsExactly(ALL.alert(9), ALL.alert(12));
  }

  @Test
  void anAlertIsRightUpToTheGraceBehindTheWindow() {
    Decision lastInGrace = ALL.alert(14);
    Decision tooLate = ALL.alert(15);

    Quality quality = measured(labels().window(10, 12), 3, ALL.quiet(9), lastInGrace, tooLate);

    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(3, 2, 1));
    assertThat(quality.windows(Outcome.FOUND)).hasSize(1);
    assertThat(quality.falseAlarms()).containsExactly(tooLate);
  }

  @Test
  void severalAlertsInAWindowFindItOnce() {
    Quality quality =
        measured(labels().window(10, 20), 0, ALL.alert(12), ALL.quiet(13), ALL.alert(14));

    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(3, 2, 2));
    assertThat(quality.totals().windows()).isEqualTo(new Windows(1, 1));
    assertThat(quality.windows().get(0).hit().delay()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void oneAlertFindsEveryWindowAroundIt() {
    Quality quality =
        measured(
            labels().window(10, 20).window(11, 13).window(30, 31), 0, ALL.alert(12), ALL.quiet(30));

    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(2, 1, 1));
    assertThat(quality.totals().windows()).isEqualTo(new Windows(3, 2));
  }

  @Test
  void whatIsDecidedWhileLearningDoesNotCount() {
    LabelsByHand labels = labels().window(0, 2).window(2, 5).window(6, 7);

    Quality quality =
        measured(
            labels,
            0,
            ALL.learning(0),
            ALL.learning(1),
            ALL.learning(2),
            ALL.learning(3),
            ALL.quiet(4),
            ALL.alert(6));

    assertThat(quality.windows())
        .extracting(WindowResult::outcome)
        .containsExactly(Outcome.LEARNING, Outcome.MISSED, Outcome.FOUND);
    assertThat(quality.totals().windows()).isEqualTo(new Windows(2, 1));
    assertThat(quality.totals().windowsInLearning()).isEqualTo(1);
    assertThat(quality.totals().learning()).isEqualTo(4);
    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(2, 1, 1));
  }

  @Test
  void aWindowInWhichASeriesLearnsAnewDoesNotCount() {
    Quality quality =
        measured(
            labels().window(10, 12),
            0,
            ALL.learning(0),
            ALL.quiet(1),
            ALL.learning(10),
            ALL.learning(11),
            ALL.quiet(12));

    assertThat(quality.windows())
        .extracting(WindowResult::outcome)
        .containsExactly(Outcome.LEARNING);
  }

  @Test
  void aWindowOfALearningSeriesCountsWhereAnotherThatItAppliesToHasLearned() {
    LabelsByHand labels = labels().window(5, 6).window(5, 6, "item", "b");

    Quality quality = measured(labels, 0, A.quiet(5), B.learning(5), A.quiet(6), B.quiet(6));

    assertThat(quality.windows())
        .extracting(WindowResult::outcome)
        .containsExactly(Outcome.MISSED, Outcome.LEARNING);
  }

  @Test
  void windowsOfATimeWithoutDecisionsDoNotCount() {
    LabelsByHand labels = labels().window(0, 5).window(5, 6).window(10, 12);

    Quality quality = measured(labels, 3, IntStream.range(5, 10).mapToObj(ALL::quiet));

    assertThat(quality.windows())
        .extracting(WindowResult::outcome)
        .containsExactly(Outcome.OUTSIDE, Outcome.MISSED, Outcome.OUTSIDE);
    assertThat(quality.totals().windowsOutside()).isEqualTo(2);
    assertThat(quality.totals().windows()).isEqualTo(new Windows(1, 0));
  }

  @Test
  void aWindowWithoutARecordIsMissedWhereSilenceIsNotDecided() {
    Quality quality = measured(labels().window(5, 6), 0, ALL.quiet(4), ALL.quiet(6));

    assertThat(quality.windows()).extracting(WindowResult::outcome).containsExactly(Outcome.MISSED);
    assertThat(quality.windows().get(0).greatestScore()).isEmpty();
  }

  @Test
  void aLabelThatNamesASeriesIsAboutThatSeriesAlone() {
    Quality quality = measured(labels().window(5, 6, "item", "a"), 0, A.quiet(5), B.alert(5));

    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(2, 1, 0));
    assertThat(quality.totals().windows()).isEqualTo(new Windows(1, 0));
    assertThat(of(quality, A).windows()).isEqualTo(new Windows(1, 0));
    assertThat(of(quality, B).windows()).isEqualTo(new Windows(0, 0));
  }

  @Test
  void aLabelThatNamesNoSeriesCountsOnceAndAnySeriesFindsIt() {
    Quality quality = measured(labels().window(5, 6), 0, A.quiet(5), B.alert(5));

    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(2, 1, 1));
    assertThat(quality.totals().windows()).isEqualTo(new Windows(1, 1));
    assertThat(of(quality, A).windows()).isEqualTo(new Windows(0, 0));
    assertThat(of(quality, A).shared())
        .extracting(WindowResult::outcome)
        .containsExactly(Outcome.MISSED);
  }

  @Test
  void aLabelThatNamesSomeDimensionsAppliesWhateverTheOthers() {
    DecidedSeries north = DecidedSeries.of("region", "north", "item", "a");
    DecidedSeries south = DecidedSeries.of("region", "south", "item", "a");

    Quality quality =
        measured(labels().window(5, 6, "region", "north"), 0, north.alert(5), south.alert(5));

    assertThat(of(quality, north).alerts().right()).isEqualTo(1);
    assertThat(of(quality, south).alerts().wrong()).isEqualTo(1);
    assertThat(of(quality, north).windows().counted()).isZero();
  }

  @Test
  void whatALabelSaysOfADimensionIsNothingToASeriesWithoutIt() {
    DecidedSeries total = ALL.withDetector("total");

    Quality quality = measured(labels().window(5, 6, "item", "a"), 0, A.quiet(5), total.alert(5));

    assertThat(quality.totals().alerts().wrong()).isZero();
    assertThat(quality.windows(Outcome.FOUND)).hasSize(1);
    assertThat(quality.windows().get(0).hit().series().detector()).isEqualTo("total");
  }

  @Test
  void aLabelOfAMeasureIsAboutThatMeasureAlone() {
    DecidedSeries count = ALL.withMeasure("count");

    Quality quality =
        measured(labels().windowOfMeasure(5, 6, "count"), 0, ALL.alert(5), count.quiet(5));

    assertThat(quality.totals().alerts().wrong()).isEqualTo(1);
    assertThat(quality.windows(Outcome.MISSED)).hasSize(1);
  }

  @Test
  void aLabelOfAMeasureIsAboutAllThatAreJudgedWithIt() {
    DecidedSeries together = ALL.withMeasure("sales+visits");

    Quality quality =
        measured(
            labels()
                .windowOfMeasure(5, 6, "visits")
                .windowOfMeasure(7, 8, "sales+visits")
                .windowOfMeasure(9, 10, "visit"),
            0,
            together.alert(5),
            together.alert(7),
            together.alert(9));

    assertThat(quality.windows())
        .extracting(WindowResult::outcome)
        .containsExactly(Outcome.FOUND, Outcome.FOUND, Outcome.MISSED);
    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(3, 3, 2));
  }

  @Test
  void aLabelOfNoSeriesIsMissed() {
    Quality quality = measured(labels().window(5, 6, "item", "c"), 0, A.quiet(5));

    assertThat(quality.windows(Outcome.MISSED)).extracting(WindowResult::series).containsExactly(0);
    assertThat(quality.totals().recall()).hasValue(0);
  }

  @Test
  void theFirstSeriesThatIsAlarmedMakesTheDelay() {
    Quality quality =
        measured(
            labels().window(5, 9), 0, A.quiet(5), B.quiet(5), B.alert(6), A.quiet(6), A.alert(7));

    Hit hit = quality.windows().get(0).hit();
    assertThat(hit.series().id()).isEqualTo(B.id());
    assertThat(hit.delayPeriods()).isEqualTo(2);
    assertThat(hit.delay()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void theMedianDelayOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    LabelsByHand labels = labels().window(0, 9).window(10, 19).window(20, 29).window(30, 39);

    Quality quality =
        measured(labels, 0, ALL.alert(0), ALL.alert(11), ALL.alert(23), ALL.alert(38));

    assertThat(quality.totals().delay())
        .hasValue(new Delay(Duration.ofMinutes(3), 3.0, Duration.ofMinutes(9), 9));
  }

  @Test
  void aLongPeriodThatReachesIntoAShortWindowFindsIt() {
    DecidedSeries hourly = ALL.withPeriod(Duration.ofHours(1));

    Quality quality = measured(labels().window(80, 85), 0, hourly.quiet(0), hourly.alert(1));

    Hit hit = quality.windows().get(0).hit();
    assertThat(hit.delay()).isEqualTo(Duration.ofMinutes(40));
    assertThat(hit.delayPeriods()).isEqualTo(1);
  }

  @Test
  void ofSingleRecordsGraceAndDelayAreInPoints() {
    LabelsByHand labels = labels().window(0, 1).window(10, 11);

    Quality quality =
        measured(
            labels,
            1,
            ALL.record(1, 0, false),
            ALL.record(2, 59_000, false),
            ALL.record(3, 300_000, true),
            ALL.record(4, 600_000, false),
            ALL.record(5, 700_000, false),
            ALL.record(6, 700_000, true));

    assertThat(quality.windows())
        .extracting(WindowResult::outcome)
        .containsExactly(Outcome.FOUND, Outcome.MISSED);
    assertThat(quality.windows().get(0).hit().delayPeriods()).isEqualTo(3);
    assertThat(quality.totals().alerts()).isEqualTo(new Alerts(6, 2, 1));
  }

  @Test
  void whatIsNotKnownIsEmpty() {
    Quality nothing = measured(labels(), 0);
    Quality quietWithoutLabels = measured(labels(), 0, ALL.quiet(0));
    Quality silentInAWindow = measured(labels().window(0, 1), 0, ALL.quiet(0));

    assertThat(nothing.totals().precision()).isEmpty();
    assertThat(nothing.totals().alertsPerDay()).isEmpty();
    assertThat(quietWithoutLabels.totals().recall()).isEmpty();
    assertThat(quietWithoutLabels.totals().f1()).isEmpty();
    assertThat(silentInAWindow.totals().recall()).hasValue(0);
    assertThat(silentInAWindow.totals().delay()).isEmpty();
  }

  @Test
  void alertsAreCountedByDaysThatCount() {
    List<Decision> decisions = new ArrayList<>();
    IntStream.range(0, 24).mapToObj(hourly()::learning).forEach(decisions::add);
    IntStream.range(24, 72)
        .mapToObj(n -> n % 16 == 0 ? hourly().alert(n) : hourly().quiet(n))
        .forEach(decisions::add);

    Totals totals = measured(labels(), 0, decisions.stream()).totals();

    assertThat(totals.alertsPerDay().getAsDouble()).isCloseTo(1.5, within(1e-9));
    assertThat(totals.alerts().perThousand().getAsDouble()).isCloseTo(62.5, within(1e-9));
  }

  @Test
  void kindsAreToldApart() {
    LabelsByHand labels =
        labels()
            .windowOfKind(0, 1, "spike")
            .windowOfKind(5, 6, "drop")
            .windowOfKind(9, 10, "spike");

    Quality quality = measured(labels, 0, ALL.alert(0), ALL.quiet(5), ALL.alert(9));

    assertThat(quality.byKind())
        .extracting(KindQuality::kind, KindQuality::windows)
        .containsExactly(tuple("spike", new Windows(2, 2)), tuple("drop", new Windows(1, 0)));
  }

  @Test
  void theSeriesWithTheMostMistakesComesFirst() {
    Quality quality =
        measured(labels().window(5, 6, "item", "a"), 0, A.quiet(5), B.alert(8), B.alert(9));

    assertThat(quality.bySeries())
        .extracting(each -> each.series().id())
        .containsExactly(B.id(), A.id());
  }

  @Test
  void saysWhichThresholdWouldHaveBeenBetter() {
    LabelsByHand labels = labels().window(5, 6).window(8, 9);

    Quality quality =
        measured(
            labels, 0, ALL.scored(5, 95.5), ALL.scored(6, 80), ALL.scored(7, 71), ALL.scored(8, 0));

    assertThat(quality.totals().f1().getAsDouble()).isCloseTo(0.4, within(1e-9));
    ThresholdHint hint = quality.hint().orElseThrow();
    assertThat(hint.threshold()).isEqualTo(80);
    assertThat(hint.precision()).isEqualTo(1);
    assertThat(hint.recall()).isEqualTo(0.5);
  }

  @Test
  void givesNoHintWhereTheThresholdIsRight() {
    Quality quality = measured(labels().window(5, 6), 0, ALL.alert(5), ALL.scored(6, 40));

    assertThat(quality.hint()).isEmpty();
  }

  @Test
  void theGreatestScoreInAMissedWindowIsKept() {
    Quality quality =
        measured(labels().window(5, 7), 1, ALL.scored(5, 12), ALL.scored(7, 64), ALL.scored(8, 69));

    assertThat(quality.windows(Outcome.MISSED).get(0).greatestScore()).hasValue(64);
  }

  private static DecidedSeries hourly() {
    return ALL.withPeriod(Duration.ofHours(1));
  }

  private static LabelsByHand labels() {
    return new LabelsByHand();
  }

  private static SeriesQuality of(Quality quality, DecidedSeries series) {
    return quality.bySeries().stream()
        .filter(each -> each.series().id().equals(series.id()))
        .findFirst()
        .orElseThrow();
  }

  private static Quality measured(LabelsByHand labels, int grace, Decision... decisions) {
    return measured(labels, grace, Arrays.stream(decisions));
  }

  private static Quality measured(LabelsByHand labels, int grace, Stream<Decision> decisions) {
    List<Label> known = labels.labels();
    Measurement measurement = new Measurement(known, grace);
    decisions.forEach(measurement::decision);
    return measurement.quality();
  }
}
