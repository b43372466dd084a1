package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;
import java.util.Locale;

/** Numbers that are not finite, as JSON's literals of Python or as the texts that others write. */
final class NotFinite {
  private static final int LONGEST = 9;

  private NotFinite() {}

  /**
   * The value of a field that holds such a number.
   *
   * @return NaN, an infinity, or null where the field holds none
   */
  static Double read(Kind kind, String text) {
    if (kind == Kind.NUMBER) {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? null : (Double) value;
    }
    if (kind != Kind.STRING || text.length() > LONGEST) {
      return null;
    }
    String word = text.toLowerCase(Locale.ROOT);
    boolean negative = word.startsWith("-");
    return switch (negative || word.startsWith("+") ? word.substring(1) : word) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> null;
    };
  }
}
