package io.anomalystack.job.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.model.Decision;
import io.anomalystack.model.FindingsJson;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class JudgeRulesTest {
  @Test
  void breachesOnceSoManyOfTheLatestPointsViolateIt() throws Exception {
    try (Judging rule = Judging.by("{name: low, below: 50, evidence: {points: 3, of: 4}}")) {
      List<String> told = new ArrayList<>();
      for (double value : new double[] {40, 60, 41, 42, 70, 50, 43, 49, 10, 90}) {
        RuleResult result = rule.take(value);
        told.add(result == null ? "-" : result.points() + (result.breached() ? "!" : ""));
      }

      assertThat(told).containsExactly("1", "-", "2", "3!", "-", "-", "2", "2", "3!", "-");
    }
  }

  @Test
  void flappingValueIsListedOnlyWhereItViolatesAndBreachesByItsEvidence() throws Exception {
    try (Judging rule = Judging.by("{name: low, below: 50, evidence: {points: 3, of: 5}}")) {
      int breached = 0;
      for (int i = 0; i < 20; i++) {
        RuleResult result = rule.take(i % 2 == 0 ? 40 : 60);
        assertThat(result != null).isEqualTo(i % 2 == 0);
        breached += result != null && result.breached() ? 1 : 0;
      }

      assertThat(breached).isEqualTo(8);
    }
  }

  @Test
  void alertsWhileLearningUnlessItIsOnlyNoted() throws Exception {
    try (Judging loud = Judging.by("{name: low, below: 50, severity: critical}");
        Judging quiet = Judging.by("{name: low, below: 50, alert: false}")) {
      Decision alerted = loud.judge(Judging.decision("llm", 0, 31.2, false));
      Decision noted = quiet.judge(Judging.decision("llm", 0, 31.2, false));

      assertThat(alerted.findings().ruleResults())
          .containsExactly(
              new RuleResult("low", true, Severity.CRITICAL, true, 31.2, 50, null, 1, 1, null));
      assertThat(alerted.alert()).isEqualTo(1);
      assertThat(alerted.anomalyDecision()).isZero();
      assertThat(noted.alert()).isZero();
      assertThat(noted.findings().ruleResults()).singleElement().matches(RuleResult::breached);
    }
  }

  @Test
  void zScoreIsThatOfASampleOfAllPointsBefore() throws Exception {
    // Of 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, of 7 degrees of freedom: 2.1381.
    try (Judging rule = Judging.by("{name: spike, zScore: {beyond: 2, over: 8, side: above}}")) {
      for (double value : new double[] {2, 4, 4, 4, 5, 5, 7, 9}) {
        assertThat(rule.take(value)).isNull();
      }
      RuleResult spike = rule.take(10);

      assertThat(spike.value()).isCloseTo(5 / Math.sqrt(32.0 / 7), within(1e-12));
      assertThat(spike.limit()).isEqualTo(2);
      assertThat(spike.baseline()).isEqualTo(5);
      assertThat(spike.detail()).isEqualTo("standard deviations above the mean of the 8 before");
      // The spike is one of the points before by now: 4, 4, 4, 5, 5, 7, 9, 10, whose mean is 6.
      assertThat(rule.take(10.5)).isNull();
      assertThat(rule.take(-100)).as("the other side").isNull();
    }
  }

  @Test
  void zScoreSaysNothingOfTooFewPointsOrOfAConstant() throws Exception {
    try (Judging rule = Judging.by("{name: odd, zScore: {beyond: 6, over: 128}}")) {
      for (int i = 0; i < 40; i++) {
        assertThat(rule.take(0.1)).isNull();
      }
      assertThat(rule.take(99)).as("all were the same").isNull();
      for (int i = 0; i < 128; i++) {
        rule.take(i % 2);
      }
      assertThat(rule.take(-9).limit()).isEqualTo(-6);
    }
  }

  @Test
  void noValueMakesAResultThatTheWireCannotHold() throws Exception {
    for (String check :
        new String[] {
          "zScore: {beyond: 2, over: 8}",
          "above: {percent: 1000, of: mean, over: 8}",
          "below: {percent: 75, of: max, over: 8}"
        }) {
      try (Judging rule = Judging.by("{name: odd, " + check + "}")) {
        for (int i = 0; i < 8; i++) {
          rule.take(1 + i * 1e-9);
        }
        for (double value : new double[] {1e308, -1e308, 1e308, 1e308, 1e308, 1, -1e308, 1e-320}) {
          RuleResult result = rule.take(value);
          if (result != null) {
            assertThat(FindingsJson.ruleResultsText(List.of(result))).as(check).isNotEmpty();
          }
        }
      }
    }
  }

  @Test
  void whatHasExpiredIsForgottenHoweverFarEventTimeLeaps() throws Exception {
    List<List<RuleResult>> told = new ArrayList<>();
    for (boolean steadily : new boolean[] {true, false}) {
      try (Judging rule =
          Judging.by("{name: low, below: 50, evidence: {points: 2, of: 3}}", "expireAfter: 1h")) {
        rule.judge(Judging.decision("llm", 0, 40, false));
        if (steadily) {
          rule.eventTime(200);
        }
        told.add(rule.judge(Judging.decision("llm", 300, 40, false)).findings().ruleResults());
      }
    }

    assertThat(told.get(0)).singleElement().extracting(RuleResult::points).isEqualTo(1);
    assertThat(told.get(1)).isEqualTo(told.get(0));
  }

  @Test
  void whatIsNoNumberIsNoZero() throws Exception {
    RuleResult found =
        new RuleResult("nan", false, Severity.CRITICAL, true, 1, 0, null, 0, 1, "NaN");
    try (Judging rule =
        Judging.by("{name: nan, notFinite: true}, {name: low, below: 50}", "missing: zero")) {
      assertThat(rule.judge(Judging.decision("llm", 0, 0, true, found)).findings().ruleResults())
          .extracting(RuleResult::name)
          .containsExactly("nan");
      assertThat(rule.judge(Judging.decision("llm", 1, 0, true)).findings().ruleResults())
          .extracting(RuleResult::name)
          .containsExactly("low");
    }
  }

  @Test
  void limitFollowsTheSeriesButNotWhatViolatesIt() throws Exception {
    try (Judging rule = Judging.by("{name: slower, below: {percent: 75, of: median, over: 100}}")) {
      for (int i = 0; i < 32; i++) {
        assertThat(rule.take(i == 5 ? 1 : 400 + i % 3)).as("too few to judge by").isNull();
      }
      for (int i = 0; i < 200; i++) {
        RuleResult slow = rule.take(290);
        assertThat(slow.baseline()).as("never its own standard").isEqualTo(401);
        assertThat(slow.limit()).isEqualTo(0.75 * 401);
        assertThat(slow.detail()).isEqualTo("75 % of the median of the 32 before");
      }
      assertThat(rule.take(310)).isNull();
    }
  }

  @Test
  void perCentOfNothingIsNoLimit() throws Exception {
    try (Judging rule = Judging.by("{name: larger, above: {percent: 1000, of: max, over: 2}}")) {
      assertThat(rule.take(0)).isNull();
      assertThat(rule.take(-3)).isNull();
      assertThat(rule.take(50)).isNull();
      assertThat(rule.take(501).limit()).isEqualTo(500);
    }
  }

  @Test
  void xidIsToldWhenItChangesAndAsSevereAsItIs() throws Exception {
    try (Judging rule = Judging.by("{name: xid, xid: true}")) {
      assertThat(rule.take(0)).isNull();
      RuleResult bus = rule.take(79);
      assertThat(bus.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(bus.detail())
          .isEqualTo("Xid 79: GPU has fallen off the bus; drain and reboot the node");
      assertThat(rule.take(79)).as("the gauge keeps the last one").isNull();
      assertThat(rule.take(31).severity()).isEqualTo(Severity.WARNING);
      assertThat(rule.take(0)).isNull();
      assertThat(rule.take(9_999).detail()).isEqualTo("Xid 9999: not in the catalogue");
    }
  }

  @Test
  void eventsAreFoundBeforeAndBreachByTheirEvidence() throws Exception {
    RuleResult found =
        new RuleResult("nan", false, Severity.CRITICAL, true, 1, 0, null, 0, 3, "NaN");
    try (Judging rule =
        Judging.by(
            "{name: nan, notFinite: true, evidence: {points: 2, of: 3}}, "
                + "{name: low, below: 50}")) {
      assertThat(rule.take("llm", 60, found)).singleElement().matches(result -> !result.breached());
      assertThat(rule.take("llm", 60)).isEmpty();
      assertThat(rule.take("llm", 60, found))
          .singleElement()
          .matches(result -> result.breached() && result.points() == 2);
      assertThat(rule.take("other", 60, found)).singleElement().matches(r -> !r.breached());
    }
  }

  @Test
  void valueThatNobodyReadIsNotJudgedButTheZeroOfAnEmptyPeriodIs() throws Exception {
    try (Judging last = Judging.by("{name: low, below: 50}");
        Judging zero = Judging.by("{name: low, below: 50}", "missing: zero")) {
      assertThat(ruleResults(last, Judging.decision("llm", 0, 31, true))).isEmpty();
      assertThat(ruleResults(zero, Judging.decision("llm", 0, 31, true))).isEmpty();
      assertThat(ruleResults(zero, Judging.decision("llm", 1, 0, true))).hasSize(1);
    }
  }

  private static List<RuleResult> ruleResults(Judging rule, Decision decision) throws Exception {
    return rule.judge(decision).findings().ruleResults();
  }

  @Test
  void calendarKeepsPointsFromTheRulesToo() {
    assertThat(Suppression.byCalendar(0, "maintenance").isByCalendar()).isTrue();
    assertThat(new Suppression(90, Suppression.DIRECTION).isByCalendar()).isFalse();
  }

  @Test
  void sixtyFourSeriesGoOnAfterARestoreToTheLastBit() throws Exception {
    String rules =
        "{name: slower, below: {percent: 80, of: mean, over: 128}, evidence: {points: 2, of: 9}}, "
            + "{name: spike, zScore: {beyond: 1.5, over: 128}}, {name: xid, xid: true}";
    SplittableRandom random = new SplittableRandom(3);
    List<double[]> values = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      values.add(random.doubles(64, 50, 100).toArray());
    }
    List<String> straight = new ArrayList<>();
    List<String> cut = new ArrayList<>();
    Judging without = Judging.by(rules);
    Judging with = Judging.by(rules);
    for (int i = 0; i < values.size(); i++) {
      for (int run = 0; run < 64; run++) {
        straight.add(without.take("run-" + run, values.get(i)[run]).toString());
        cut.add(with.take("run-" + run, values.get(i)[run]).toString());
      }
      if (i % 67 == 30) {
        OperatorSubtaskState saved = with.save();
        with.close();
        with = Judging.restored(saved, rules);
      }
    }
    without.close();
    with.close();

    assertThat(cut).isEqualTo(straight);
    assertThat(straight).filteredOn(text -> text.contains("name=spike")).hasSizeGreaterThan(100);
    assertThat(straight).filteredOn(text -> text.contains("name=slower")).hasSizeGreaterThan(100);
  }

  @Test
  void changedRuleBeginsAnewAndTheOthersGoOn() throws Exception {
    OperatorSubtaskState saved;
    try (Judging rule =
        Judging.by(
            "{name: a, below: 50, evidence: {points: 2}}, "
                + "{name: b, below: 50, evidence: {points: 2}}")) {
      rule.take(40);
      saved = rule.save();
    }
    try (Judging rule =
        Judging.restored(
            saved,
            "{name: a, below: 45, evidence: {points: 2}}, "
                + "{name: b, below: 50, evidence: {points: 2}}")) {
      assertThat(rule.take("llm", 40))
          .extracting(RuleResult::name, RuleResult::breached)
          .containsExactly(tuple("a", false), tuple("b", true));
    }
  }

  @Test
  void forgetsASeriesThatHasExpired() throws Exception {
    try (Judging rule = Judging.by("{name: low, below: 50}", "expireAfter: 10m")) {
      rule.take(40);
      rule.save();
      rule.eventTime(5);
      rule.take(40);
      rule.eventTime(12);
      assertThat(rule.timers()).isEqualTo(1);
      rule.eventTime(14);
      rule.save();

      assertThat(rule.keyedStates()).isZero();
      assertThat(rule.timers()).isZero();
    }
  }
}
