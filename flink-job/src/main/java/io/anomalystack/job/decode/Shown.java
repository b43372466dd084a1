package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;

/** A record's values as details show them. */
final class Shown {
  private static final int MAX_CHARS = 60;

  private Shown() {}

  static String value(Kind kind, String text) {
    return switch (kind) {
      case NESTED -> "nested";
      case STRING -> "the string '" + cut(text) + "'";
      case UNSUPPORTED -> text;
      default -> "'" + cut(text) + "'";
    };
  }

  static String cut(String text) {
    return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
  }
}
