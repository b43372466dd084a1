package io.anomalystack.dashboard.api;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which people look for names: {@code h.2} before {@code h.10}. */
final class NaturalOrder {
  /** Names by their digits as numbers, and by their other characters in their order. */
  static final Comparator<String> NAMES = NaturalOrder::compare;

  private static final Pattern PART = Pattern.compile("\\d+|\\D+");

  private NaturalOrder() {}

  private static int compare(String one, String other) {
    Matcher left = PART.matcher(one);
    Matcher right = PART.matcher(other);
    while (left.find()) {
      if (!right.find()) {
        return 1;
      }
      int order = compareParts(left.group(), right.group());
      if (order != 0) {
        return order;
      }
    }
    return right.find() ? -1 : one.compareTo(other);
  }

  private static int compareParts(String one, String other) {
    if (!isNumber(one) || !isNumber(other)) {
      return one.compareTo(other);
    }
    String left = withoutZeros(one);
    String right = withoutZeros(other);
    return left.length() == right.length()
        ? left.compareTo(right)
        : Integer.compare(left.length(), right.length());
  }

  private static boolean isNumber(String part) {
    return Character.isDigit(part.charAt(0));
  }

  private static String withoutZeros(String digits) {
    return digits.replaceFirst("^0+(?=\\d)", "");
  }
}
