package io.anomalystack.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts. */
final class Digest {
  /** Never fed itself: a copy of it costs a fraction of asking the platform for another. */
  private static final MessageDigest UNFED = sha256();

  private static final HexFormat HEX = HexFormat.of();

  private Digest() {}

  /** 64 lower-case hex digits over the text in UTF-8. */
  static String sha256(String text) {
    try {
      MessageDigest digest = (MessageDigest) UNFED.clone();
      return HEX.formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's own SHA-256 can be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
