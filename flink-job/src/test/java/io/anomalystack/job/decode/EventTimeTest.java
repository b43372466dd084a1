package io.anomalystack.job.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.model.detector.TimestampFormat;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2024-08-29T13:35:12Z, 2024-08-29T13:35:12Z, 0",
    "2024-08-29T13:35:12.5Z, 2024-08-29T13:35:12.500Z, 0",
    "2024-08-29T13:35:12.05Z, 2024-08-29T13:35:12.050Z, 0",
    "2024-08-29T13:35:12.005Z, 2024-08-29T13:35:12.005Z, 0",
    "2024-08-29T13:35:12.0059Z, 2024-08-29T13:35:12.005Z, 900000",
    "2024-08-29T13:35:12.123456789Z, 2024-08-29T13:35:12.123Z, 456789",
    "2024-08-29T13:35Z, 2024-08-29T13:35:00Z, 0",
    "2024-08-29t13:35:12z, 2024-08-29T13:35:12Z, 0",
    "2024-08-29T15:35:12+02:00, 2024-08-29T13:35:12Z, 0",
    "2024-08-29T08:05:12-05:30, 2024-08-29T13:35:12Z, 0",
    "2024-08-29T13:35:12+00:00, 2024-08-29T13:35:12Z, 0",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z, 0",
    "1900-01-01T00:00:00Z, 1900-01-01T00:00:00Z, 0",
    "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999Z, 999999",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z, 0",
  })
  void readsIsoTimesWithAnOffset(String text, Instant expected, int nanos) {
    assertReads(iso(), Kind.STRING, text, expected, nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-08-29T13:35:12",
        "2024-08-29",
        "2024-08-29 13:35:12Z",
        "2024-08-29T24:00:00Z",
        "2024-08-29T23:59:60Z",
        "2023-02-29T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-00-10T00:00:00Z",
        "2024-13-10T00:00:00Z",
        "2024-08-00T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "2024-08-29T13:35:12.1234567890Z",
        " 2024-08-29T13:35:12Z",
        "2024-08-29T13:35:12ZZ",
        "",
        "2024-08-29T13:35:12+25:00",
        "٢٠٢٤-08-29T13:35:12Z"
      })
  void refusesIsoTimesThatAreNone(String text) {
    assertRefuses(iso(), Kind.STRING, text);
  }

  @Test
  void isoTimeMustBeAString() {
    assertRefuses(iso(), Kind.NUMBER, "20240829");
    assertRefuses(iso(), Kind.BOOLEAN, "true");
    assertRefuses(iso(), Kind.NESTED, null);
  }

  @ParameterizedTest
  @CsvSource({
    "EPOCH_SECONDS, 1724938512, 2024-08-29T13:35:12Z, 0",
    "EPOCH_SECONDS, 1724938512.25, 2024-08-29T13:35:12.250Z, 0",
    "EPOCH_SECONDS, 1724938512.123456789, 2024-08-29T13:35:12.123Z, 456789",
    "EPOCH_SECONDS, 1.724938512e9, 2024-08-29T13:35:12Z, 0",
    "EPOCH_SECONDS, 1724938512.0, 2024-08-29T13:35:12Z, 0",
    "EPOCH_SECONDS, 0, 1970-01-01T00:00:00Z, 0",
    "EPOCH_SECONDS, -0.0, 1970-01-01T00:00:00Z, 0",
    "EPOCH_SECONDS, -1, 1969-12-31T23:59:59Z, 0",
    "EPOCH_SECONDS, -0.25, 1969-12-31T23:59:59.750Z, 0",
    "EPOCH_MILLIS, 1724938512250, 2024-08-29T13:35:12.250Z, 0",
    "EPOCH_MILLIS, 1724938512250.5, 2024-08-29T13:35:12.250Z, 500000",
    "EPOCH_MICROS, 1724938512250001, 2024-08-29T13:35:12.250Z, 1000",
    "EPOCH_NANOS, 1724938512250000001, 2024-08-29T13:35:12.250Z, 1",
    "EPOCH_NANOS, 1.724938512250000001e18, 2024-08-29T13:35:12.250Z, 1",
  })
  void readsEpochNumbers(TimestampFormat.Kind kind, String text, Instant expected, int nanos) {
    assertReads(
        new EventTime(new TimestampFormat(kind, null, null)), Kind.NUMBER, text, expected, nanos);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = "EPOCH.*")
  void refusesHugeNumbersQuickly(TimestampFormat.Kind kind) {
    EventTime eventTime = new EventTime(new TimestampFormat(kind, null, null));
    for (String text :
        new String[] {
          "1e999999999",
          "-1e999999999",
          "1e-999999999",
          "1e9999999999",
          "1e-9999999999",
          "1e2147483647",
          "1e-2147483648",
          "0e999999999",
          "9".repeat(1_000),
          "1e30",
          "1e40",
          "1." + "0".repeat(500)
        }) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(2), () -> assertRefuses(eventTime, Kind.NUMBER, text), text);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = "EPOCH.*")
  void epochMustBeANumber(TimestampFormat.Kind kind) {
    EventTime eventTime = new EventTime(new TimestampFormat(kind, null, null));

    assertRefuses(eventTime, Kind.STRING, "1724938512");
    assertRefuses(eventTime, Kind.BOOLEAN, "true");
    assertRefuses(eventTime, Kind.NESTED, null);
  }

  @Test
  void epochsOfAWrongUnitFallOutOfRange() {
    EventTime seconds =
        new EventTime(new TimestampFormat(TimestampFormat.Kind.EPOCH_SECONDS, null, null));

    assertRefuses(seconds, Kind.NUMBER, "1724938512250");
    assertReads(seconds, Kind.NUMBER, "253402300799", Instant.parse("9999-12-31T23:59:59Z"), 0);
    assertRefuses(seconds, Kind.NUMBER, "253402300800");
    assertReads(seconds, Kind.NUMBER, "-2208988800", Instant.parse("1900-01-01T00:00:00Z"), 0);
    assertRefuses(seconds, Kind.NUMBER, "-2208988801");
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy-MM-dd HH:mm:ss, UTC, 2024-08-29 13:35:12, 2024-08-29T13:35:12Z",
    "yyyy-MM-dd HH:mm:ss.SSS, UTC, 2024-08-29 13:35:12.250, 2024-08-29T13:35:12.250Z",
    "yyyy-MM-dd, UTC, 2024-08-29, 2024-08-29T00:00:00Z",
    "yyyy-MM-dd, Europe/Berlin, 2024-08-29, 2024-08-28T22:00:00Z",
    "dd/MMM/yyyy:HH:mm:ss Z, , 29/Aug/2024:15:35:12 +0200, 2024-08-29T13:35:12Z",
    "yyyy-MM-dd HH:mm:ss VV, , 2024-08-29 15:35:12 Europe/Berlin, 2024-08-29T13:35:12Z",
    // Summer time, winter time, the hour that does not exist, the earlier of the two that do.
    "yyyy-MM-dd HH:mm:ss, Europe/Berlin, 2024-08-29 15:35:12, 2024-08-29T13:35:12Z",
    "yyyy-MM-dd HH:mm:ss, Europe/Berlin, 2024-01-29 15:35:12, 2024-01-29T14:35:12Z",
    "yyyy-MM-dd HH:mm:ss, Europe/Berlin, 2024-03-31 02:30:00, 2024-03-31T01:30:00Z",
    "yyyy-MM-dd HH:mm:ss, Europe/Berlin, 2024-10-27 02:30:00, 2024-10-27T00:30:00Z",
    "yyyy-MM-dd HH:mm:ss, Europe/Berlin, 2024-10-27 03:00:00, 2024-10-27T02:00:00Z",
    "MM/dd/yyyy hh:mm a, America/New_York, 08/29/2024 09:35 AM, 2024-08-29T13:35:00Z",
  })
  void readsPatternsInTheirZone(String pattern, String zone, String text, Instant expected) {
    assertReads(pattern(pattern, zone), Kind.STRING, text, expected, 0);
  }

  @Test
  void patternOfDigitsReadsANumberByItsText() {
    assertReads(
        pattern("yyyyMMddHHmmss", "UTC"),
        Kind.NUMBER,
        "20240829133512",
        Instant.parse("2024-08-29T13:35:12Z"),
        0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-30 00:00:00",
        "2023-02-29 00:00:00",
        "2024-04-31 00:00:00",
        "2024-08-29 24:00:00",
        "2024-08-29 13:60:00",
        "2024-08-29T13:35:12",
        "2024-08-29",
        "",
        "2024-08-29 13:35:12 x",
        "1899-12-31 23:59:59"
      })
  void refusesDatesThatDoNotExist(String text) {
    assertRefuses(pattern("yyyy-MM-dd HH:mm:ss", "UTC"), Kind.STRING, text);
  }

  @Test
  void patternTakesNeitherNestedNorBooleanValues() {
    assertRefuses(pattern("yyyy-MM-dd", "UTC"), Kind.NESTED, null);
    assertRefuses(pattern("yyyy-MM-dd", "UTC"), Kind.BOOLEAN, "true");
  }

  private static EventTime iso() {
    return new EventTime(new TimestampFormat(TimestampFormat.Kind.ISO8601, null, null));
  }

  private static EventTime pattern(String pattern, String zone) {
    return new EventTime(new TimestampFormat(TimestampFormat.Kind.PATTERN, pattern, zone));
  }

  private static void assertReads(
      EventTime eventTime, Kind kind, String text, Instant expected, int nanos) {
    assertThat(eventTime.read(kind, text)).isNull();
    assertThat(Instant.ofEpochMilli(eventTime.millis())).isEqualTo(expected);
    assertThat(eventTime.nanos()).isEqualTo(nanos);
  }

  private static void assertRefuses(EventTime eventTime, Kind kind, String text) {
    assertThat(eventTime.read(kind, text)).contains("needed, was").hasSizeLessThan(300);
  }
}
