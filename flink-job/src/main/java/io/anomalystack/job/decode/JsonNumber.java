package io.anomalystack.job.decode;

import java.util.regex.Pattern;

/** What RFC 8259 calls a number. */
final class JsonNumber {
  private static final Pattern LITERAL =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private JsonNumber() {}

  static boolean is(String text) {
    char first = text.charAt(0);
    return (first == '-' || (first >= '0' && first <= '9')) && LITERAL.matcher(text).matches();
  }
}
