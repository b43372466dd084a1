package io.anomalystack.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/** Epoch milliseconds as {@code yyyy-MM-dd HH:mm:ss} in UTC and back; fractions are cut. */
final class UtcSeconds {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int MAX_FOUR_DIGIT_YEAR = 9999;

  private UtcSeconds() {}

  static String format(long epochMillis) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_PER_DAY));
    int year = date.getYear();
    if (year < 0 || year > MAX_FOUR_DIGIT_YEAR) {
      return LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC)
          .format(FORMAT);
    }
    // By hand, as two of these are in every decision and a formatter is several times slower.
    int second = (int) (Math.floorMod(epochMillis, MILLIS_PER_DAY) / 1000);
    char[] text = "0000-00-00 00:00:00".toCharArray();
    putTwoDigits(text, 0, year / 100);
    putTwoDigits(text, 2, year % 100);
    putTwoDigits(text, 5, date.getMonthValue());
    putTwoDigits(text, 8, date.getDayOfMonth());
    putTwoDigits(text, 11, second / 3600);
    putTwoDigits(text, 14, second / 60 % 60);
    putTwoDigits(text, 17, second % 60);
    return new String(text);
  }

  /**
   * Reads what {@link #format} wrote.
   *
   * @throws java.time.DateTimeException if the text is no such time
   */
  static long parse(String text) {
    return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static void putTwoDigits(char[] text, int at, int value) {
    text[at] = (char) ('0' + value / 10);
    text[at + 1] = (char) ('0' + value % 10);
  }
}
