package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.Check.Baseline;
import io.anomalystack.model.detector.Check.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The setting {@code rules} of a detector. */
class RulesTest {
  private static final String COMPLETE =
      """
      rules:
        - {name: low, measure: quantity, below: 50, evidence: {points: 5, of: 8}, severity: critical}
        - {name: high, above: 1.5e3, alert: false}
        - {name: slower, below: {percent: 75, of: max, over: 64}, evidence: {points: 3}}
        - {name: larger, above: {percent: 1000}}
        - {name: spike, zScore: {beyond: 4.5, over: 32, side: above}}
        - {name: odd, zScore: {}}
        - {name: hang, silence: 5m}
        - {name: not-finite, notFinite: true}
        - {name: xid, xid: true}
      """;

  @Test
  void readsWhatIsSaidAndFillsTheRest() throws Exception {
    assertThat(DetectorText.read(COMPLETE).rules())
        .containsExactly(
            new Rule("low", "quantity", limit(Side.BELOW, 50), 5, 8, Severity.CRITICAL, true),
            new Rule("high", null, limit(Side.ABOVE, 1500), 1, 1, Severity.WARNING, false),
            rule("slower", new Check.Relative(Side.BELOW, 75, Baseline.MAX, 64), 3),
            rule("larger", new Check.Relative(Side.ABOVE, 1000, Baseline.MEDIAN, 128), 1),
            rule("spike", new Check.ZScore(4.5, 32, Side.ABOVE), 1),
            rule("odd", new Check.ZScore(6, 128, Side.BOTH), 1),
            rule("hang", new Check.Silence(Duration.ofMinutes(5)), 1),
            rule("not-finite", new Check.NotFinite(), 1),
            rule("xid", new Check.Xid(), 1));
  }

  private static List<String> problems(String settings) {
    return DetectorText.problems(DetectorText.with(settings.strip()));
  }

  private static Check limit(Side side, double limit) {
    return new Check.Limit(side, limit);
  }

  private static Rule rule(String name, Check check, int points) {
    return new Rule(name, null, check, points, points, Severity.WARNING, true);
  }

  @Test
  void isAsSevereAsItsDetectorWhereItDoesNotSay() throws Exception {
    Detector detector = DetectorText.read("severity: info\nrules: [{name: low, below: 1}]\n");

    assertThat(detector.rules()).extracting(Rule::severity).containsExactly(Severity.INFO);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{below: 1} | name: required, but missing",
        "{name: a} | must name one of below, above, zScore, silence, notFinite, xid",
        "{name: a, belw: 1} | belw: unknown setting; did you mean 'below'?",
        "{name: a, below: 1, above: 2} | must name one of below, above, zScore, silence, notFinite,"
            + " xid, was below and above",
        "{name: a, below: NaN} | below: must be a number, was 'NaN'",
        "{name: a, below: 1e999} | below: must be a number, was '1e999'",
        "{name: a, below: {percent: 0}} | below.percent: must be a number above 0, was '0'",
        "{name: a, below: {over: 9}} | below.percent: required, but missing",
        "{name: a, above: {percent: 9, of: mode}} | above.of: must be one of median, mean, max,"
            + " min, was 'mode'",
        "{name: a, above: {percent: 9, over: 1001}} | above.over: must be a whole number between 1"
            + " and 1000, was '1001'",
        "{name: a, zScore: 6} | zScore: expected a map, was '6'",
        "{name: a, zScore: {over: 1}} | zScore.over: must be a whole number between 2 and 1000,"
            + " was '1'",
        "{name: a, zScore: {side: up}} | zScore.side: must be one of above, below, both, was 'up'",
        "{name: a, silence: 59s} | silence: must be between 1m and 1d, was '59s'",
        "{name: a, notFinite: false} | notFinite: must be true, or left out, was 'false'",
        "{name: a, xid: true, severity: info} | severity: not with xid, where the code says it",
        "{name: a, below: 1, measure: x} | measure: must be one of the detector's measures:"
            + " quantity, price, was 'x'",
        "{name: a, below: 1, evidence: {points: 3, of: 2}} | evidence.of: must be a whole number"
            + " between 3 and 64, was '2'",
        "{name: a, below: 1, evidence: {of: 65}} | evidence.of: must be a whole number between 1"
            + " and 64, was '65'",
        "{name: a, below: 1, alert: 1} | alert: must be true or false, was '1'",
      })
  void saysWhatIsWrong(String rule, String problem) {
    String path = problem.startsWith("must name") ? "rules[0]: " : "rules[0].";

    assertThat(problems("rules: [" + rule + "]")).containsExactly(path + problem);
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThat(
            problems(
                """
                rules:
                  - {name: a, below: x, evidence: {points: 0}}
                  - {name: b, above: 1}
                  - {name: b, silence: 2d}
                  - {name: b, below: 2}
                """))
        .containsExactly(
            "rules[0].below: must be a number, was 'x'",
            "rules[0].evidence.points: must be a whole number between 1 and 64, was '0'",
            "rules[2].silence: must be between 1m and 1d, was '2d'",
            "rules[3]: name must be unique in the detector, was 'b' as in detectors[0].rules[1]");
  }

  @Test
  void namesTheMeasureOfAJointDetectorForValuesAndNoneForWhatIsTheSeries() {
    assertThat(
            problems(
                """
                joint: true
                rules:
                  - {name: ok, measure: price, below: 1}
                  - {name: hang, silence: 1m}
                  - {name: any, below: 1}
                  - {name: nan, measure: price, notFinite: true}
                """))
        .containsExactly(
            "rules[2]: must name the measure in a joint detector",
            "rules[3].measure: not with this rule in a joint detector, whose measures are one"
                + " series");
  }

  @Test
  void watchesASilentTopicBeforeItsSilenceIsOver() throws Exception {
    String hang = "rules: [{name: slow, silence: 1h}, {name: hang, silence: 2m}]\n";

    assertThat(DetectorText.read(hang).idleTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(DetectorText.read("rules: [{name: slow, silence: 1h}]\n").idleTimeout())
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(problems(hang + "idleTimeout: 3m\n"))
        .containsExactly(
            "idleTimeout: must be at most 2m, the silence that a rule watches for, was '3m'");
  }

  @Test
  void refusesASilenceAfterWhichTheSeriesIsForgotten() {
    assertThat(problems("expireAfter: 10m\nrules: [{name: hang, silence: 10m}]\n"))
        .containsExactly(
            "rules[0].silence: must be less than expireAfter of 10m, when a silent series is"
                + " forgotten, was '10m'");
  }

  @Test
  void knowsWhichRuleReadsValuesThatAreNotFinite() throws Exception {
    assertThat(DetectorText.read(COMPLETE).rules().stream().filter(Rule::readsNotFinite))
        .extracting(Rule::name)
        .containsExactly("not-finite");
  }
}
