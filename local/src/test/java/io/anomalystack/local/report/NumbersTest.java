package io.anomalystack.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "20.25, 20.25",
    "0.1, 0.1",
    "-3.0, -3",
    "1234567.0, '1,234,570'",
    "0.000012345678, 0.0000123457",
    "1.0E300, 1.0E300",
  })
  void valuesHaveAFewDigits(double value, String expected) {
    assertThat(Numbers.value(value)).isEqualTo(expected);
  }

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
