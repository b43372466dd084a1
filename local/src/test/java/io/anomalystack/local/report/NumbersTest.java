package io.anomalystack.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void ratesAreByTheSecond() {
    assertThat(Numbers.rate(30_000, Duration.ofMillis(1_500))).isEqualTo("20,000/s");
    assertThat(Numbers.rate(0, Duration.ZERO)).isEqualTo("0/s");
  }

  @Test
  void noPartOfNothingIsNoPart() {
    assertThat(Numbers.share(0, 0)).isEqualTo("0.0 %");
    assertThat(Numbers.share(1, 8)).isEqualTo("12.5 %");
  }
}
