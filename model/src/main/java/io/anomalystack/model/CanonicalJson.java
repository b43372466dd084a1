package io.anomalystack.model;

/**
 * JSON string literals in one fixed form: only {@code "}, {@code \}, the controls below U+0020 and
 * unpaired surrogates are escaped, the latter two as {@code \}{@code u} with four lower-case hex
 * digits; every other character stands for itself. The form is spelled out here rather than left to
 * a library, because ids are hashes over it.
 *
 * <p>Unpaired surrogates reach us through escapes in JSON input. UTF-8 has no bytes for them:
 * unescaped, an encoder would either fail or make two different texts equal.
 */
final class CanonicalJson {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private CanonicalJson() {}

  /** Appends the literal, with its quotes. */
  static void appendQuoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20 || isUnpairedSurrogate(text, i)) {
        json.append("\\u")
            .append(HEX[c >> 12])
            .append(HEX[c >> 8 & 0xf])
            .append(HEX[c >> 4 & 0xf])
            .append(HEX[c & 0xf]);
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  private static boolean isUnpairedSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
