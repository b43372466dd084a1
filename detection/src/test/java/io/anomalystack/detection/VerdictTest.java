package io.anomalystack.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.ModelStage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void theMeasureWithTheLargestShareLeadsAndTheFirstOfEquals() {
    assertThat(verdict(0.2, 0.5, 0.3).leading().value()).isEqualTo(1);
    assertThat(verdict(0.2, 0.4, 0.4).leading().value()).isEqualTo(1);
    assertThat(verdict(1).leading().value()).isEqualTo(0);
  }

  private static Verdict verdict(double... shares) {
    List<MeasureVerdict> measures =
        IntStream.range(0, shares.length)
            .mapToObj(i -> new MeasureVerdict(i, 1, 0, 2, 1, shares[i]))
            .toList();
    return new Verdict(measures, 80, 90, ModelStage.INFERENCE, 0, null);
  }
}
