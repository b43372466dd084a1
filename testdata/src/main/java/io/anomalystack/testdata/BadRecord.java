package io.anomalystack.testdata;

import io.anomalystack.model.RejectionReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A record that must be rejected, and how. */
public final class BadRecord {
  private final String name;
  private final byte[] bytes;
  private final RejectionReason reason;
  private final boolean decoded;
  private final String measure;

  private BadRecord(
      String name, byte[] bytes, RejectionReason reason, boolean decoded, String measure) {
    this.name = name;
    this.bytes = bytes;
    this.reason = reason;
    this.decoded = decoded;
    this.measure = measure;
  }

  /** A record that cannot even be decoded, so that nobody can say whose it is. */
  static BadRecord undecodable(String name, RejectionReason reason, byte[] bytes) {
    return new BadRecord(name, bytes, reason, false, null);
  }

  /** As {@link #undecodable(String, RejectionReason, byte[])}, in UTF-8. */
  static BadRecord undecodable(String name, RejectionReason reason, String text) {
    return undecodable(name, reason, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON object that is, as a whole, of no use to the detector. */
  static BadRecord ofDetector(String name, RejectionReason reason, String json) {
    return new BadRecord(name, json.getBytes(StandardCharsets.UTF_8), reason, true, null);
  }

  /** A JSON object of which one measure is of no use. */
  static BadRecord ofMeasure(String name, RejectionReason reason, String measure, String json) {
    return new BadRecord(name, json.getBytes(StandardCharsets.UTF_8), reason, true, measure);
  }

  /** Unique in the corpus, in words joined by hyphens. */
  public String name() {
    return name;
  }

  /** The record as read from the topic. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Why it must be rejected. */
  public RejectionReason reason() {
    return reason;
  }

  /** Whether decoding succeeds, so that the rejection names the detector. */
  public boolean decoded() {
    return decoded;
  }

  /** The measure that the rejection names; null where the whole record is rejected. */
  public String measure() {
    return measure;
  }

  /** Whether the bytes are UTF-8 text without line breaks and the like: a line of a text file. */
  public boolean isLineOfText() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  /** The name, which is what a parameterised test shows. */
  @Override
  public String toString() {
    return name;
  }
}
