package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.detector.Peers.Baseline;
import io.anomalystack.model.detector.Peers.Comparison;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings {@code peers} and {@code model} of a detector. */
class PeersTest {
  private static String byStep(String... settings) {
    return DetectorText.with(settings).replace("period: 1m", "period: record");
  }

  @Test
  void readsWhatIsSaid() throws Exception {
    String text =
        byStep(
            "step: step",
            "peers:",
            "  among: [shop, product_name]",
            "  compare: ratio",
            "  baseline: own",
            "  beyond: 4.5",
            "  atLeast: 3",
            "  evidence: {points: 3, of: 5}",
            "  margin: 0.1",
            "  within: 30s",
            "model: none");

    Detector detector = DetectorFile.parse(text).get(0);

    assertThat(detector.forest()).isFalse();
    assertThat(detector.peers())
        .isEqualTo(
            new Peers(
                List.of(new FieldPath("shop"), new FieldPath("product_name")),
                Comparison.RATIO,
                Baseline.OWN,
                4.5,
                3,
                3,
                5,
                0.1,
                Duration.ofSeconds(30)));
  }

  @Test
  void assumesThatPeersAreAlike() throws Exception {
    Peers expected =
        new Peers(
            List.of(new FieldPath("shop")),
            Comparison.DIFFERENCE,
            Baseline.NONE,
            6,
            5,
            1,
            1,
            0,
            Duration.ZERO);

    assertThat(DetectorText.read("peers: {among: [shop]}").peers()).isEqualTo(expected);
    assertThat(
            DetectorFile.parse(byStep("step: step", "peers: {among: [shop]}"))
                .get(0)
                .peers()
                .within())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void comparesNothingAndHasForestsUnlessAsked() throws Exception {
    Detector detector = DetectorText.read("");

    assertThat(detector.peers()).isNull();
    assertThat(detector.forest()).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | peers.among: required, but missing",
        "{among: []} | peers.among: must name at least one dimension in which peers differ",
        "{among: [rank]} | peers.among[0]: must be one of the detector's dimensions:"
            + " product_name, shop, was 'rank'",
        "{among: [shop, shop]} | peers.among[1]: must be listed once, was 'shop'",
        "{among: [shop], compare: log} | peers.compare: must be one of ratio, difference, was 'log'",
        "{among: [shop], baseline: all} | peers.baseline: must be one of own, none, was 'all'",
        "{among: [shop], beyond: 0} | peers.beyond: must be above 0, was '0'",
        "{among: [shop], atLeast: 2} | peers.atLeast: must be a whole number between 3 and"
            + " 1000000, was '2'",
        "{among: [shop], evidence: {points: 4, of: 3}} | peers.evidence.points: must be a whole"
            + " number between 1 and 3, was '4'",
        "{among: [shop], evidence: {points: 1, of: 65}} | peers.evidence.of: must be a whole"
            + " number between 1 and 64, was '65'",
        "{among: [shop], margin: -1} | peers.margin: must be a number of at least 0, was '-1'",
        "{among: [shop], within: 1m} | peers.within: only with period 'record': others wait for"
            + " allowedLateness",
        "{among: [shop], beyound: 5} | peers.beyound: unknown setting; did you mean 'beyond'?",
      })
  void refusesWhatCannotBe(String peers, String problem) {
    assertThat(DetectorText.problems(DetectorText.with("peers: " + peers)))
        .containsExactly(problem);
  }

  @Test
  void refusesPeersOfRecordsThatNameNoStep() {
    assertThat(DetectorText.problems(byStep("peers: {among: [shop]}")))
        .containsExactly(
            "peers: with period 'record', series meet at a step: needs 'step', the field of it");
  }

  @Test
  void refusesPeersOfJointSeries() {
    assertThat(DetectorText.problems(DetectorText.with("joint: true", "peers: {among: [shop]}")))
        .containsExactly(
            "peers: not with joint: true, whose points have more than one value to compare");
  }

  @Test
  void refusesADetectorThatWouldDecideNothing() {
    assertThat(DetectorText.problems(DetectorText.with("model: none")))
        .containsExactly("model: none decides nothing here: needs 'peers' or 'rules'");
  }

  @Test
  void refusesAModelThatThereIsNot() {
    assertThat(DetectorText.problems(DetectorText.with("model: tree")))
        .containsExactly("model: must be one of forest, none, was 'tree'");
  }

  @Test
  void refusesToTeachWhatHasNoModel() {
    assertThat(
            DetectorText.problems(
                DetectorText.with("model: none", "peers: {among: [shop]}", "seasonality: auto")))
        .containsExactly("seasonality: not with model: none, which learns nothing");
  }
}
