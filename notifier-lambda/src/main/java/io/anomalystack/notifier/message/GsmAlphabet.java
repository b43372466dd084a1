package io.anomalystack.notifier.message;

/**
 * The default alphabet of short messages, GSM 03.38 (3GPP TS 23.038, 6.2.1): seven bits a
 * character, and twice that for those of its extension table.
 */
public final class GsmAlphabet {
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENSION = "\f^{}\\[~]|€";

  private GsmAlphabet() {}

  /** Whether the character is of this alphabet or its extension. */
  public static boolean contains(int character) {
    return BASIC.indexOf(character) >= 0 || EXTENSION.indexOf(character) >= 0;
  }

  /** How many septets the text takes, of which a segment has 160. */
  public static int septets(String text) {
    return text.length() + (int) text.chars().filter(c -> EXTENSION.indexOf(c) >= 0).count();
  }
}
