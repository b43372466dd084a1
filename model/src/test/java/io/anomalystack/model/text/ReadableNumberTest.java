package io.anomalystack.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableNumberTest {
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
    assertThat(ReadableNumber.of(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "21.29447, 9.6, 21.3",
    "21.29447, 1.2, 21.29",
    "1234567.89, 4000, '1,234,568'",
    "1234567.89, 0.5, '1,234,567.89'",
    "20, 0.9, 20.00",
    "0.00012345, 0.00001, 0.0001235",
    "12.3456789, 0, 12.3457",
    "12.3456789, NaN, 12.3457",
    "12.3456789, Infinity, 12.3457",
  })
  void aValueWithARangeHasTheDigitsThatItIsWorth(double value, double span, String expected) {
    assertThat(ReadableNumber.near(value, span)).isEqualTo(expected);
  }
}
