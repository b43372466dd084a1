package io.anomalystack.job.decode;

/**
 * Reads {@code yyyy-MM-ddTHH:mm:ssZ}, with up to three decimals or none, without the generality and
 * the cost of a formatter.
 */
final class IsoInstant {
  /** No such date or time. */
  static final long INVALID = Long.MIN_VALUE;

  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final String SHAPE = "0000-00-00T00:00:00";

  private IsoInstant() {}

  /** Whether the text has the shape that {@link #epochMillis} reads. */
  static boolean isPlain(String text) {
    int length = text.length();
    if (length < 20 || length > 24 || length == 21 || text.charAt(length - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      char c = text.charAt(i);
      char wanted = i < SHAPE.length() ? SHAPE.charAt(i) : i == SHAPE.length() ? '.' : '0';
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return false;
      }
    }
    return text.charAt(0) != '0';
  }

  /** Epoch ms of a text of that shape, or {@link #INVALID}. */
  static long epochMillis(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    if (year < 1900 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
      return INVALID;
    }
    boolean leapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day < 1 || day > DAYS[month - 1] + (leapYear && month == 2 ? 1 : 0)) {
      return INVALID;
    }
    long seconds = daysSinceEpoch(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    int decimals = text.length() - 21;
    if (decimals <= 0) {
      return seconds * 1_000;
    }
    int fraction = digits(text, 20, 20 + decimals);
    return seconds * 1_000
        + (decimals == 3 ? fraction : decimals == 2 ? fraction * 10 : fraction * 100);
  }

  /** Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant's days_from_civil). */
  private static long daysSinceEpoch(int year, int month, int day) {
    long shifted = month <= 2 ? year - 1 : year;
    long era = shifted / 400;
    long yearOfEra = shifted - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }
}
