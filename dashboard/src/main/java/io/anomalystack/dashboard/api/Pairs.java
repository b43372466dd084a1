package io.anomalystack.dashboard.api;

/**
 * Dimensions as the lake's column {@code pairs} has them: escaped commas and backslashes are one
 * character each, so that a comma that stands by itself parts two pairs.
 */
final class Pairs {
  private static final String BACKSLASH = "\u0001";
  private static final String COMMA = "\u0002";

  private Pairs() {}

  static String encode(String text) {
    return text.replace("\\\\", BACKSLASH).replace("\\,", COMMA);
  }

  static String decode(String pair) {
    return pair.replace(COMMA, "\\,").replace(BACKSLASH, "\\\\");
  }
}
