package io.anomalystack.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A refused record's bytes as a dead letter shows them.
 *
 * @param text the bytes themselves, or their base64 where they are no UTF-8
 * @param encoding {@code utf8} or {@code base64}
 * @param originalBytes how many there were before the cut
 * @param truncated whether some are missing
 */
record DeadLetterPayload(String text, String encoding, int originalBytes, boolean truncated) {
  private static final int LONGEST_CHARACTER = 4;

  static DeadLetterPayload of(byte[] payload) {
    if (payload == null) {
      return new DeadLetterPayload("", "utf8", 0, false);
    }
    int length = characterBoundary(payload, RejectedRecord.MAX_PAYLOAD_BYTES);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(payload, 0, length))
              .toString();
      return new DeadLetterPayload(text, "utf8", payload.length, length < payload.length);
    } catch (CharacterCodingException notText) {
      return base64(payload);
    }
  }

  private static DeadLetterPayload base64(byte[] payload) {
    int length = Math.min(payload.length, RejectedRecord.MAX_PAYLOAD_BYTES);
    ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(payload, 0, length));
    return new DeadLetterPayload(
        StandardCharsets.ISO_8859_1.decode(encoded).toString(),
        "base64",
        payload.length,
        length < payload.length);
  }

  /** The greatest length up to the limit that does not cut a UTF-8 character in two. */
  private static int characterBoundary(byte[] bytes, int limit) {
    if (bytes.length <= limit) {
      return bytes.length;
    }
    int boundary = limit;
    while (isContinuation(bytes[boundary])) {
      boundary--;
      if (limit - boundary == LONGEST_CHARACTER) {
        return limit; // no character is this long: not UTF-8, so any cut does
      }
    }
    return boundary;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
