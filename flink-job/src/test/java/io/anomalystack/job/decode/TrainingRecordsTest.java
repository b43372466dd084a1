package io.anomalystack.job.decode;

import static io.anomalystack.model.RejectionReason.BAD_STEP;
import static io.anomalystack.model.RejectionReason.MISSING_FIELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.FieldPath;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps, ends and numbers that are not finite. */
class TrainingRecordsTest {
  private static final String TIME = "\"timestamp\":\"2024-08-29T13:35:12Z\"";

  private final Decoding steps =
      Decoding.json(
          TestDetectors.sales(
              "dimensions: [run]",
              "measures: [{field: loss}]",
              "step: step",
              "where: {event: step, job: a}",
              "ends: {event: [run_end, abort]}"));

  private Decoded decode(String members) {
    return steps.decode("{" + TIME + ",\"job\":\"a\"," + members + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1811, 1811",
    "-1, -1",
    "3.0, 3",
    "1.5e3, 1500",
    "9007199254740992, 9007199254740992"
  })
  void stepIsAWholeNumber(String json, long step) {
    Decoded decoded = decode("\"event\":\"step\",\"run\":\"r\",\"loss\":1,\"step\":" + json);

    assertThat(decoded.samples()).extracting(Sample::step).containsExactly(step);
  }

  @Test
  void recordMayHaveNoStep() {
    assertThat(decode("\"event\":\"step\",\"run\":\"r\",\"loss\":1").samples())
        .extracting(Sample::step)
        .containsExactly(Sample.NO_STEP);
    assertThat(decode("\"event\":\"step\",\"run\":\"r\",\"loss\":1,\"step\":null").samples())
        .extracting(Sample::step)
        .containsExactly(Sample.NO_STEP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "\"7\"", "true", "[1]", "1e400", "1e999999999", "9007199254740993", "1e-9"})
  void otherStepsAreRejected(String json) {
    Decoded decoded = decode("\"event\":\"step\",\"run\":\"r\",\"loss\":1,\"step\":" + json);

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::reason, RejectedRecord::measure)
        .containsExactly(tuple(BAD_STEP, null));
    assertThat(decoded.rejected().get(0).detail())
        .startsWith("step 'step' must be a whole number, was ");
  }

  @Test
  void endNeedsNoMeasureAndNotTheEventThatWhereNames() {
    Decoded decoded = decode("\"event\":\"run_end\",\"run\":\"r\"");

    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples())
        .extracting(Sample::ends, s -> s.key().values().get(0), s -> s.values()[0])
        .containsExactly(tuple(true, "r", Double.NaN));
  }

  @Test
  void endMayHoldAMeasureAndOtherRecordsEndNothing() {
    assertThat(decode("\"event\":\"abort\",\"run\":\"r\",\"loss\":3").samples())
        .extracting(Sample::ends, s -> s.values()[0])
        .containsExactly(tuple(true, 3.0));
    assertThat(decode("\"event\":\"step\",\"run\":\"r\",\"loss\":3").samples())
        .extracting(Sample::ends)
        .containsExactly(false);
  }

  @Test
  void endOfAnothersIsNotOurs() {
    Decoded decoded =
        steps.decode("{" + TIME + ",\"job\":\"b\",\"event\":\"run_end\",\"run\":\"r\"}");

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected()).isEmpty();
  }

  @Test
  void endWithoutTheDimensionsIsNotLostSilently() {
    assertThat(decode("\"event\":\"run_end\"").rejected())
        .extracting(RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(tuple(MISSING_FIELD, "field 'run' is missing, null or empty"));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN",
    "nan, NaN",
    "-nan, NaN",
    "inf, Infinity",
    "+Inf, Infinity",
    "Infinity, Infinity",
    "-inf, -Infinity",
    "-Infinity, -Infinity"
  })
  void textsOfNumbersThatAreNotFinite(String text, Double value) {
    assertThat(NotFinite.read(Kind.STRING, text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "none", "infinite", "--inf", "nano", "n", "0x1p3"})
  void otherTextsAreNone(String text) {
    assertThat(NotFinite.read(Kind.STRING, text)).isNull();
    assertThat(NotFinite.read(Kind.BOOLEAN, "true")).isNull();
    assertThat(NotFinite.read(Kind.NUMBER, "1e308")).isNull();
    assertThat(NotFinite.read(Kind.NUMBER, "-1e309")).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource({"NaN, NaN", "Infinity, Infinity", "-Infinity, -Infinity", "-INF, -Infinity"})
  void literalsAreReadWhereTheyAreAskedFor(String literal, String text) throws Exception {
    FieldSet set = new FieldSet();
    int slot = set.slot(new FieldPath("loss"));
    Fields fields = new Fields(set);
    byte[] record = ("{\"loss\":" + literal + "}").getBytes(StandardCharsets.UTF_8);

    new JsonFieldReader(set, true).read(record, fields, () -> {});

    assertThat(fields.kind(slot)).isEqualTo(Kind.NUMBER);
    assertThat(fields.text(slot)).isEqualTo(text);
  }

  @Test
  void literalsAreNoJsonElsewhere() {
    assertThat(decode("\"event\":\"step\",\"run\":\"r\",\"loss\":NaN").rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(RejectionReason.MALFORMED_JSON);
    assertThat(decode("\"event\":\"step\",\"run\":\"r\",\"loss\":\"NaN\"").rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(RejectionReason.NOT_A_FINITE_NUMBER);
  }
}
