package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedRecordJsonTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LIMIT = RejectedRecord.MAX_PAYLOAD_BYTES;

  @Test
  void writesEveryFieldInTheContractsOrder() {
    RejectedRecord rejected =
        new RejectedRecord(
            "sales",
            3,
            17,
            1724938512000L,
            "anybooks-sales",
            "quantity",
            RejectionReason.NOT_A_FINITE_NUMBER,
            "quantity: must be a number, was '\"7\"'",
            utf8("{\"quantity\":\"7\"}"));

    assertThat(new String(RejectedRecordJson.write(rejected), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"topic\":\"sales\",\"partition\":3,\"offset\":17,\"timestamp\":1724938512000,"
                + "\"detector\":\"anybooks-sales\",\"measure\":\"quantity\","
                + "\"reason\":\"NOT_A_FINITE_NUMBER\","
                + "\"detail\":\"quantity: must be a number, was '\\\"7\\\"'\","
                + "\"payload\":\"{\\\"quantity\\\":\\\"7\\\"}\",\"payloadEncoding\":\"utf8\","
                + "\"payloadBytes\":16,\"payloadTruncated\":false}");
  }

  @Test
  void leavesOutDetectorAndMeasureWhereDecodingFailed() throws IOException {
    JsonNode written = write(utf8("{"), "no JSON");

    assertThat(written.has("detector")).isFalse();
    assertThat(written.has("measure")).isFalse();
    assertThat(written.path("reason").textValue()).isEqualTo("MALFORMED_JSON");
  }

  @Test
  void writesNoPayloadAsEmptyText() throws IOException {
    assertPayload(write(null, ""), "", "utf8", 0, false);
  }

  @Test
  void writesInvalidUtf8AsBase64() throws IOException {
    byte[] bytes = {(byte) 0xff, 0, 'a'};

    assertPayload(write(bytes, ""), "/wBh", "base64", 3, false);
  }

  @Test
  void keepsAPayloadThatJustFits() throws IOException {
    assertPayload(write(utf8("a".repeat(LIMIT)), ""), "a".repeat(LIMIT), "utf8", LIMIT, false);
  }

  @Test
  void cutsAPayloadThatDoesNotFit() throws IOException {
    assertPayload(
        write(utf8("a".repeat(LIMIT + 1)), ""), "a".repeat(LIMIT), "utf8", LIMIT + 1, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "€", "😀"})
  void neverCutsACharacterInTwo(String character) throws IOException {
    int length = utf8(character).length;
    for (int kept = 1; kept < length; kept++) {
      String fits = "a".repeat(LIMIT - kept);

      JsonNode written = write(utf8(fits + character.repeat(10)), "");

      assertPayload(written, fits, "utf8", LIMIT - kept + 10 * length, true);
    }
  }

  @Test
  void keepsACharacterThatEndsAtTheCut() throws IOException {
    String fits = "a".repeat(LIMIT - 4) + "😀";

    assertPayload(write(utf8(fits + "😀"), ""), fits, "utf8", LIMIT + 4, true);
  }

  @Test
  void cutsInvalidUtf8AtTheLimit() throws IOException {
    byte[] bytes = new byte[LIMIT + 100];
    Arrays.fill(bytes, (byte) 0x80);
    String kept = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, LIMIT));

    assertPayload(write(bytes, ""), kept, "base64", LIMIT + 100, true);
  }

  @Test
  void deadLetterAlwaysFitsIntoOneMebibyte() {
    byte[] worst = new byte[2 << 20];
    RejectedRecord rejected =
        new RejectedRecord(
            "t".repeat(249),
            0,
            0,
            0,
            "\u0000".repeat(200),
            "\u0000".repeat(200),
            RejectionReason.TOO_LARGE,
            "\u0000".repeat(1 << 20),
            worst);

    assertThat(RejectedRecordJson.write(rejected)).hasSizeLessThan(1 << 19);
  }

  @Test
  void boundsTheDetailWithoutCuttingACharacterInTwo() throws IOException {
    String detail = "a".repeat(498) + "😀" + "b";

    assertThat(write(null, detail).path("detail").textValue()).isEqualTo("a".repeat(498) + "…");
  }

  @Test
  void keepsADetailThatJustFits() throws IOException {
    assertThat(write(null, "a".repeat(500)).path("detail").textValue()).isEqualTo("a".repeat(500));
  }

  @Test
  void writesADetailWithAnUnpairedSurrogate() throws IOException {
    assertThat(write(null, "was '\ud800'").path("detail").textValue()).isEqualTo("was '\ud800'");
  }

  private static void assertPayload(
      JsonNode written, String payload, String encoding, int bytes, boolean truncated) {
    assertThat(written.path("payload").textValue()).isEqualTo(payload);
    assertThat(written.path("payloadEncoding").textValue()).isEqualTo(encoding);
    assertThat(written.path("payloadBytes").intValue()).isEqualTo(bytes);
    assertThat(written.path("payloadTruncated").booleanValue()).isEqualTo(truncated);
  }

  private static JsonNode write(byte[] payload, String detail) throws IOException {
    return MAPPER.readTree(
        RejectedRecordJson.write(
            new RejectedRecord(
                "sales", 0, 1, 2, null, null, RejectionReason.MALFORMED_JSON, detail, payload)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
