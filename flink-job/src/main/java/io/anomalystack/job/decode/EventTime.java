package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.model.detector.TimestampFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Reads a detector's timestamps. Not thread-safe: it keeps the last result. */
final class EventTime {
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);

  private final TimestampFormat format;
  private final DateTimeFormatter pattern;

  private long millis;
  private int nanos;

  EventTime(TimestampFormat format) {
    this.format = format;
    boolean named = format.kind() != TimestampFormat.Kind.PATTERN;
    this.pattern = named ? null : format.formatter();
  }

  /** Epoch ms of the timestamp last read. */
  long millis() {
    return millis;
  }

  /** Nanoseconds within the millisecond of the timestamp last read. */
  int nanos() {
    return nanos;
  }

  /**
   * Reads a timestamp.
   *
   * @return null, or what is wrong with it
   */
  String read(Kind kind, String text) {
    try {
      return switch (format.kind()) {
        case ISO8601 -> readIso(kind, text);
        case PATTERN -> kind == Kind.NESTED ? expected(kind, text) : readPattern(text);
        case EPOCH_SECONDS -> readEpoch(kind, text, 9);
        case EPOCH_MILLIS -> readEpoch(kind, text, 6);
        case EPOCH_MICROS -> readEpoch(kind, text, 3);
        case EPOCH_NANOS -> readEpoch(kind, text, 0);
      };
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      // A NumberFormatException comes of an exponent beyond what BigDecimal can hold.
      return expected(kind, text);
    }
  }

  private String readIso(Kind kind, String text) {
    if (kind != Kind.STRING) {
      return expected(kind, text);
    }
    if (IsoInstant.isPlain(text)) {
      // The form nearly all records have, an order of magnitude faster than the formatter.
      long parsed = IsoInstant.epochMillis(text);
      if (parsed == IsoInstant.INVALID) {
        return expected(kind, text);
      }
      millis = parsed;
      nanos = 0;
      return null;
    }
    return accept(
        kind, text, OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant());
  }

  private String readPattern(String text) {
    return accept(Kind.STRING, text, Instant.from(pattern.parse(text)));
  }

  private String readEpoch(Kind kind, String text, int digitsToNanos) {
    if (kind != Kind.NUMBER || text.length() > 40) {
      return expected(kind, text);
    }
    BigDecimal number = new BigDecimal(text);
    // A huge exponent would make a number of gigabytes out of a few characters.
    if (Math.abs((long) number.precision() - number.scale()) > 30 || number.scale() > 30) {
      return expected(kind, text);
    }
    BigInteger[] secondsAndNanos =
        number.movePointRight(digitsToNanos).toBigInteger().divideAndRemainder(NANOS_PER_SECOND);
    return accept(
        kind,
        text,
        Instant.ofEpochSecond(
            secondsAndNanos[0].longValueExact(), secondsAndNanos[1].longValueExact()));
  }

  private String accept(Kind kind, String text, Instant instant) {
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      return "a timestamp from 1900 to 9999 is needed, was " + quoted(kind, text);
    }
    millis = instant.toEpochMilli();
    nanos = (int) ChronoUnit.NANOS.between(instant.truncatedTo(ChronoUnit.MILLIS), instant);
    return null;
  }

  private String expected(Kind kind, String text) {
    String form =
        switch (format.kind()) {
          case ISO8601 -> "an ISO 8601 time with offset, such as 2024-08-29T13:35:12Z,";
          case EPOCH_SECONDS -> "a JSON number of seconds since 1970";
          case EPOCH_MILLIS -> "a JSON number of milliseconds since 1970";
          case EPOCH_MICROS -> "a JSON number of microseconds since 1970";
          case EPOCH_NANOS -> "a JSON number of nanoseconds since 1970";
          case PATTERN -> "a time of the form '" + format.pattern() + "'";
        };
    return form + " is needed, was " + quoted(kind, text);
  }

  private static String quoted(Kind kind, String text) {
    if (kind == Kind.NESTED) {
      return "an object or array";
    }
    return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
  }
}
