package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.anomalystack.model.detector.TimestampFormat.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampFormatTest {
  @ParameterizedTest
  @CsvSource({
    "yyyy-MM-dd HH:mm:ss, UTC, 2024-08-29 13:35:12, 2024-08-29T13:35:12Z",
    "uuuu-MM-dd HH:mm:ss, UTC, 2024-08-29 13:35:12, 2024-08-29T13:35:12Z",
    "yyyy-MM-dd HH:mm, Europe/Berlin, 2024-08-29 13:35, 2024-08-29T11:35:00Z",
    "yyyy-MM-dd, UTC, 2024-08-29, 2024-08-29T00:00:00Z",
    "dd MMM yyyy hh:mm a, UTC, 29 Aug 2024 01:35 PM, 2024-08-29T13:35:00Z",
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX, , 2024-08-29T13:35:12.250+02:00, 2024-08-29T11:35:12.250Z",
    "yyyyMMddHHmmssSSS, UTC, 20240829133512250, 2024-08-29T13:35:12.250Z",
  })
  void readsTimes(String pattern, String zone, String text, Instant instant) {
    assertThat(read(pattern, zone, text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy-MM-dd HH:mm:ss, 2024-02-31 00:00:00",
    "yyyy-MM-dd HH:mm:ss, 2023-02-29 00:00:00",
    "yyyy-MM-dd HH:mm:ss, 2024-08-29 24:00:00",
    "yyyy-MM-dd, 2024-08-29 13:35",
  })
  void refusesTimesThatAreNone(String pattern, String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> read(pattern, "UTC", text));
  }

  @Test
  void namedFormatsHaveNoFormatter() {
    TimestampFormat format = new TimestampFormat(Kind.ISO8601, null, null);

    assertThatIllegalStateException().isThrownBy(format::formatter);
  }

  private static Instant read(String pattern, String zone, String text) {
    return Instant.from(new TimestampFormat(Kind.PATTERN, pattern, zone).formatter().parse(text));
  }
}
