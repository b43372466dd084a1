package io.anomalystack.model;

/** The wire form of a {@link RejectedRecord}: one JSON object on the dead-letter topic. */
public final class RejectedRecordJson {
  /** A longer detail is cut here and ends in {@code …}. */
  static final int MAX_DETAIL_CHARS = 500;

  private static final int SIZE_WITHOUT_PAYLOAD = 512;

  private RejectedRecordJson() {}

  /**
   * UTF-8 JSON without a line break; the payload as text or base64, cut at 64 KiB. Thread-safe.
   *
   * <p>{@code detector} and {@code measure} are absent where null. The payload is text ({@code
   * utf8}) where the part that is kept is valid UTF-8; no payload at all is the empty text. {@code
   * payloadBytes} is its length before the cut.
   */
  public static byte[] write(RejectedRecord rejected) {
    DeadLetterPayload payload = DeadLetterPayload.of(rejected.payload());
    return JsonOutput.bytes(
        SIZE_WITHOUT_PAYLOAD + payload.text().length(),
        json -> {
          json.writeStartObject();
          json.writeStringField("topic", rejected.topic());
          json.writeNumberField("partition", rejected.partition());
          json.writeNumberField("offset", rejected.offset());
          json.writeNumberField("timestamp", rejected.timestamp());
          if (rejected.detector() != null) {
            json.writeStringField("detector", rejected.detector());
          }
          if (rejected.measure() != null) {
            json.writeStringField("measure", rejected.measure());
          }
          json.writeStringField("reason", rejected.reason().name());
          json.writeStringField("detail", bounded(rejected.detail()));
          json.writeStringField("payload", payload.text());
          json.writeStringField("payloadEncoding", payload.encoding());
          json.writeNumberField("payloadBytes", payload.originalBytes());
          json.writeBooleanField("payloadTruncated", payload.truncated());
          json.writeEndObject();
        });
  }

  private static String bounded(String detail) {
    if (detail.length() <= MAX_DETAIL_CHARS) {
      return detail;
    }
    int end = MAX_DETAIL_CHARS - 1;
    if (Character.isHighSurrogate(detail.charAt(end - 1))) {
      end--;
    }
    return detail.substring(0, end) + "…";
  }
}
