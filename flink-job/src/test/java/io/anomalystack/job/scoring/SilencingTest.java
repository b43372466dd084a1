package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.Verdict;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.detector.Direction;
import io.anomalystack.model.detector.Margins;
import io.anomalystack.model.detector.Steering;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilencingTest {
  private static final double UNKNOWN = Double.NaN;

  @ParameterizedTest(name = "{0}: value {1}, predicted {2}, silenced {3}")
  @CsvSource({
    "UP, 11, 10, false", "UP, 9, 10, true", "UP, 10, 10, true",
    "DOWN, 9, 10, false", "DOWN, 11, 10, true", "DOWN, 10, 10, true",
    "BOTH, 9, 10, false", "BOTH, 11, 10, false", "BOTH, 10, 10, false",
    "UP, -9, -10, false", "UP, -11, -10, true"
  })
  void onlyTheSideThatIsAskedForIsHeard(
      Direction direction, double value, double predicted, boolean silenced) {
    Steering steering = new Steering(70, direction, Margins.NONE);

    Suppression suppression = Silencing.of(point(80, value, predicted, 0), steering);

    assertThat(suppression).isEqualTo(silenced ? new Suppression(80, "direction") : null);
  }

  @ParameterizedTest(name = "{0}: value {1}, expected {2}, silenced {3}")
  @CsvSource({"UP, 11, 10, false", "UP, 9, 10, true", "DOWN, 9, 10, false", "DOWN, 11, 10, true"})
  void whatWasExpectedTellsTheSideWhereThereIsNoPrediction(
      Direction direction, double value, double expected, boolean silenced) {
    Steering steering = new Steering(70, direction, Margins.NONE);

    assertThat(Silencing.of(point(80, value, UNKNOWN, expected), steering) != null)
        .isEqualTo(silenced);
  }

  @ParameterizedTest(name = "within {0} or {1}: value {2}, predicted {3}, silenced {4}")
  @CsvSource({
    "5, 0, 105, 100, true",
    "5, 0, 95, 100, true",
    "5, 0, 105.01, 100, false",
    "0, 0.1, 110, 100, true",
    "0, 0.1, 89.9, 100, false",
    "0, 0.1, -90, -100, true",
    // The greater of the two counts.
    "5, 0.1, 109, 100, true",
    "15, 0.1, 114, 100, true",
    "15, 0.1, 116, 100, false",
    // A part of nothing is nothing.
    "0, 0.1, 0.001, 0, false",
    "0, 0, 100, 100, false"
  })
  void valuesNearThePredictedOneAreNotHeard(
      double absolute, double relative, double value, double predicted, boolean silenced) {
    Steering steering = new Steering(70, Direction.BOTH, new Margins(absolute, relative));

    Suppression suppression = Silencing.of(point(80, value, predicted, 0), steering);

    assertThat(suppression).isEqualTo(silenced ? new Suppression(80, "margins") : null);
  }

  @Test
  void withoutAPredictionNothingIsNearIt() {
    Steering steering = new Steering(70, Direction.BOTH, new Margins(1e9, 1e9));

    assertThat(Silencing.of(point(80, 1, UNKNOWN, 1), steering)).isNull();
  }

  @Test
  void ofSeveralMeasuresTheLeadingOneTellsTheSide() {
    Steering up = new Steering(70, Direction.UP, Margins.NONE);

    assertThat(Silencing.of(joint(80, measure(5, 10, 0.7), measure(9, 1, 0.3)), up))
        .isEqualTo(new Suppression(80, "direction"));
    assertThat(Silencing.of(joint(80, measure(5, 10, 0.3), measure(9, 1, 0.7)), up)).isNull();
  }

  @Test
  void ofSeveralMeasuresAllMustBeNear() {
    Steering steering = new Steering(70, Direction.BOTH, new Margins(2, 0));

    assertThat(Silencing.of(joint(80, measure(11, 10, 0.7), measure(2, 1, 0.3)), steering))
        .isEqualTo(new Suppression(80, "margins"));
    assertThat(Silencing.of(joint(80, measure(11, 10, 0.7), measure(9, 1, 0.3)), steering))
        .isNull();
    assertThat(Silencing.of(joint(80, measure(11, 10, 0.7), measure(1, UNKNOWN, 0.3)), steering))
        .isNull();
  }

  @Test
  void whatScoresNothingNeedsNoSilencing() {
    Steering steering = new Steering(70, Direction.UP, new Margins(100, 0));

    assertThat(Silencing.of(point(0, 9, 10, 0), steering)).isNull();
  }

  @Test
  void theSideIsLookedAtBeforeTheDistance() {
    Steering steering = new Steering(70, Direction.UP, new Margins(100, 0));

    assertThat(Silencing.of(point(80, 9, 10, 0), steering).by()).isEqualTo("direction");
    assertThat(Silencing.of(point(80, 11, 10, 0), steering).by()).isEqualTo("margins");
  }

  private static MeasureVerdict measure(double value, double predicted, double share) {
    return new MeasureVerdict(value, predicted, UNKNOWN, UNKNOWN, 0, share);
  }

  private static Verdict point(double score, double value, double predicted, double expected) {
    return joint(score, new MeasureVerdict(value, predicted, UNKNOWN, UNKNOWN, expected, 1));
  }

  private static Verdict joint(double score, MeasureVerdict... measures) {
    return new Verdict(List.of(measures), score, 90, ModelStage.INFERENCE, 0, null);
  }
}
