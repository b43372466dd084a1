package io.anomalystack.job.decode;

import static io.anomalystack.job.decode.OtlpMessages.DCGM;
import static io.anomalystack.job.decode.OtlpMessages.NANOS;
import static io.anomalystack.job.decode.OtlpMessages.detector;
import static io.anomalystack.job.decode.OtlpMessages.gauge;
import static io.anomalystack.job.decode.OtlpMessages.metric;
import static io.anomalystack.job.decode.OtlpMessages.protobuf;
import static io.anomalystack.model.RejectionReason.BAD_DIMENSION;
import static io.anomalystack.model.RejectionReason.EMPTY_RECORD;
import static io.anomalystack.model.RejectionReason.MALFORMED_OTLP;
import static io.anomalystack.model.RejectionReason.MISSING_FIELD;
import static io.anomalystack.model.RejectionReason.NOT_A_FINITE_NUMBER;
import static io.anomalystack.model.RejectionReason.TOO_FAR_IN_FUTURE;
import static io.anomalystack.model.RejectionReason.UNSUPPORTED_METRIC_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.PartitionClock;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenTelemetry metrics, in both encodings. */
class OtlpRecordsTest {
  private static Decoded decode(String message, String measures, String dimensions) {
    return Decoding.otlp(false, detector("otlp-json", measures, dimensions)).decode(message);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachDataPointIsARecord(boolean binary) {
    Decoding decoding =
        Decoding.otlp(
            binary,
            detector(
                binary ? "otlp-protobuf" : "otlp-json",
                "[{field: DCGM_FI_DEV_GPU_TEMP, name: temperature, aggregation: max}]",
                "[host.name, gpu, modelName]"));

    Decoded decoded =
        decoding.decode(binary ? protobuf(DCGM) : DCGM.getBytes(StandardCharsets.UTF_8));

    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples())
        .extracting(s -> s.key().values(), s -> s.values()[0])
        .containsExactly(
            tuple(List.of("node-7", "0", "NVIDIA H100 80GB HBM3"), 41.0),
            tuple(List.of("node-7", "1", "NVIDIA H100 80GB HBM3"), 43.5));
    Sample sample = decoded.samples().get(0);
    assertThat(sample.eventTime()).isEqualTo(NANOS / 1_000_000);
    assertThat(sample.nanos()).isEqualTo(250);
    assertThat(sample.counter()).isNull();
    assertThat(decoded.clock()).isEqualTo(NANOS / 1_000_000);
    // The point by itself: the message would go through the job with each of its points.
    assertThat(new String(sample.payload(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time_unix_nano\":%d,\"host.name\":\"node-7\",\"gpu\":\"0\",\"modelName\":\"NVIDIA H100 80GB HBM3\",\"DCGM_FI_DEV_GPU_TEMP\":41.0}"
                .formatted(NANOS));
  }

  @Test
  void metricsThatNobodyAsksForMoveTimeAndAreNobodys() {
    Decoded decoded = decode(DCGM, "[{field: something_else}]", "[none]");

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.clock()).isEqualTo(NANOS / 1_000_000);
  }

  @Test
  void pointThatIsAskedForIsNotLostWithoutItsDimension() {
    Decoded decoded = decode(DCGM, "[{field: up}]", "[pod]");

    assertThat(decoded.rejected())
        .extracting(RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(tuple(MISSING_FIELD, "field 'pod' is missing, null or empty"));
  }

  @Test
  void cumulativeMonotonicSumIsACounter() {
    Sample sample =
        decode(DCGM, "[{field: DCGM_FI_DEV_PCIE_REPLAY_COUNTER}]", "[gpu]").samples().get(0);

    assertThat(sample.values()).containsExactly(7);
    assertThat(sample.counter().since()).isEqualTo(1_724_938_000_000_000_000L);
  }

  @Test
  void counterIsToldByItsAttributesWhateverTheirOrderAndStart() {
    String first = counter("r", "{A},{B}", 100, 5);

    long stream = stream(first);
    assertThat(stream(counter("r", "{B},{A}", 100, 6))).isEqualTo(stream);
    assertThat(stream(counter("r", "{A},{B}", 900, 0))).isEqualTo(stream);
    assertThat(stream(counter("r", "{A}", 100, 5))).isNotEqualTo(stream);
    assertThat(stream(counter("q", "{A},{B}", 100, 5))).isNotEqualTo(stream);
  }

  @Test
  void restartOfACounterIsSeenByItsStart() {
    assertThat(sample(counter("r", "{A}", 100, 5)).counter().since()).isEqualTo(100);
    assertThat(sample(counter("r", "{A}", 900, 0)).counter().since()).isEqualTo(900);
  }

  private static long stream(String message) {
    return sample(message).counter().stream();
  }

  private static Sample sample(String message) {
    return decode(message, "[{field: errors}]", "[]").samples().get(0);
  }

  private static String counter(String run, String attributes, long start, long value) {
    return metric(
            """
            {"name":"errors","sum":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_CUMULATIVE","isMonotonic":true,
             "dataPoints":[{"attributes":[%s],"startTimeUnixNano":"%d","timeUnixNano":"@","asInt":"%d"}]}}
            """
                .formatted(attributes, start, value)
                .replace("{A}", "{\"key\":\"a\",\"value\":{\"stringValue\":\"1\"}}")
                .replace("{B}", "{\"key\":\"b\",\"value\":{\"intValue\":2}}"))
        .replace("\"stringValue\":\"r\"", "\"stringValue\":\"" + run + "\"");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, false", "0, true"})
  void otherSumsAreTheirValue(int temporality, boolean monotonic) {
    Decoded decoded =
        decode(
            metric(
                "{\"name\":\"errors\",\"sum\":{\"aggregationTemporality\":%d,\"isMonotonic\":%s,\"dataPoints\":[{\"timeUnixNano\":\"@\",\"asInt\":\"12\"}]}}"
                    .formatted(temporality, monotonic)),
            "[{field: errors}]",
            "[run, rank]");

    assertThat(decoded.samples())
        .extracting(s -> s.values()[0], Sample::counter, s -> s.key().values())
        .containsExactly(tuple(12.0, null, List.of("r", "3")));
  }

  @ParameterizedTest
  @CsvSource({
    "histogram, a histogram",
    "exponentialHistogram, an exponential histogram",
    "summary, a summary"
  })
  void metricWithoutASingleNumberIsRejectedWhereItIsAskedFor(String type, String named) {
    String message =
        metric(
            "{\"name\":\"step_time\",\"%s\":{\"dataPoints\":[{\"timeUnixNano\":\"@\",\"count\":\"3\",\"sum\":1.5}]}}"
                .formatted(type));

    assertThat(decode(message, "[{field: step_time}]", "[run]").rejected())
        .extracting(RejectedRecord::measure, RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(
            tuple(
                "step_time",
                UNSUPPORTED_METRIC_TYPE,
                "metric 'step_time' is %s, which is no single number; gauges and sums are read"
                    .formatted(named)));
    Decoded other = decode(message, "[{field: other}]", "[run]");
    assertThat(other.rejected()).isEmpty();
    assertThat(other.clock()).isNotEqualTo(PartitionClock.UNKNOWN);
    // How many there are needs no number.
    assertThat(decode(message, "[{field: step_time, aggregation: count}]", "[run]").samples())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"flags\":1,\"asDouble\":4", "\"flags\":1", "\"attributes\":[]"})
  void pointWithoutAValueTellsTheTimeAlone(String point) {
    Decoded decoded = decode(gauge("loss", point), "[{field: loss}]", "[run]");

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.clock()).isEqualTo(NANOS / 1_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"asDouble\":1.5        | 1.5",
        "\"asDouble\":\"1.5\"    | 1.5",
        "\"asInt\":\"-7\"        | -7",
        "\"asInt\":9007199254740993 | 9007199254740992",
        "\"as_double\":2         | 2",
        "\"asDouble\":1e300,\"comment\":{\"from\":[\"a later version\"]} | 1e300",
        "\"asDouble\":3,\"exemplars\":[{\"timeUnixNano\":\"1\",\"asDouble\":3,\"spanId\":\"eee19b7ec3c1b174\",\"traceId\":\"5b8efff798038103d269b633813fc60c\"}] | 3"
      })
  void jsonsWaysToWriteAPoint(String point, double value) {
    Decoded decoded = decode(gauge("loss", point), "[{field: loss}]", "[run]");

    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples().get(0).values()).containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 'NaN'", "Infinity, 'Infinity'", "-Infinity, '-Infinity'"})
  void valueThatIsNotFiniteIsRejected(String json, String shown) {
    assertThat(
            decode(gauge("loss", "\"asDouble\":\"" + json + "\""), "[{field: loss}]", "[run]")
                .rejected())
        .extracting(RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(
            tuple(
                NOT_A_FINITE_NUMBER,
                "measure 'loss' must be a JSON number within a double's range, was '"
                    + shown
                    + "'"));
  }

  @Test
  void attributesOfAllKindsAreDimensionsButNestedOnes() {
    String point =
        """
        "asDouble":1,"attributes":[
          {"key":"s","value":{"stringValue":"x"}},{"key":"i","value":{"intValue":"12"}},
          {"key":"d","value":{"doubleValue":0.5}},{"key":"b","value":{"boolValue":true}},
          {"key":"e","value":{}},
          {"key":"l","value":{"arrayValue":{"values":[{"intValue":1}]}}},
          {"key":"m","value":{"kvlistValue":{"values":[]}}}]
        """;

    assertThat(
            decode(gauge("loss", point), "[{field: loss}]", "[s, i, d, b, metric]")
                .samples()
                .get(0)
                .key()
                .values())
        .containsExactly("x", "12", "0.5", "true", "loss");
    assertThat(decode(gauge("loss", point), "[{field: loss}]", "[l]").rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(BAD_DIMENSION);
    assertThat(decode(gauge("loss", point), "[{field: loss}]", "[m]").rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(BAD_DIMENSION);
    assertThat(decode(gauge("loss", point), "[{field: loss}]", "[e]").rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(MISSING_FIELD);
  }

  @Test
  void pointsOfOneMessageAreRejectedEachByItself() {
    String future = Long.toString((Decoding.NOW + 86_400_000) * 1_000_000);
    String message =
        metric(
            "{\"name\":\"loss\",\"gauge\":{\"dataPoints\":[{\"timeUnixNano\":\"@\",\"asInt\":1},{\"timeUnixNano\":\""
                + future
                + "\",\"asInt\":2},{\"asInt\":3},{\"timeUnixNano\":\"@\",\"asInt\":4}]}}");

    Decoded decoded = decode(message, "[{field: loss}]", "[run]");

    assertThat(decoded.samples()).extracting(s -> s.values()[0]).containsExactly(1.0, 4.0);
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(TOO_FAR_IN_FUTURE, MISSING_FIELD);
    assertThat(decoded.clock()).isEqualTo(NANOS / 1_000_000);
  }

  @Test
  void metricNamesMayBeUnpivoted() {
    Decoded decoded =
        Decoding.otlp(
                false,
                detector(
                    "otlp-json",
                    "[{field: value, aggregation: last}]",
                    "[gpu, name]",
                    "unpivot: {fields: 'DCGM_FI_DEV_*', name: name, value: value}"))
            .decode(DCGM);

    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples())
        .extracting(s -> s.key().values(), s -> s.values()[0])
        .containsExactly(
            tuple(List.of("0", "GPU_TEMP"), 41.0),
            tuple(List.of("1", "GPU_TEMP"), 43.5),
            tuple(List.of("0", "PCIE_REPLAY_COUNTER"), 7.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"timestamp\":\"2024-08-29T13:35:12Z\",\"quantity\":3}",
        "{\"resourceSpans\":[{}]}",
        "{\"resourceMetrics\":3}",
        "{\"resourceMetrics\":[{\"scopeMetrics\":\"x\"}]}",
        "{\"resourceMetrics\":[{}]} {}",
        "{\"resourceMetrics\":[{}], // a comment\n}",
        "[]",
        "not JSON",
        "{\"resourceMetrics\":[{\"resource\":NaN}]}"
      })
  void textThatIsNoMessageIsMalformed(String text) {
    Decoded decoded = decode(text, "[{field: loss}]", "[run]");

    assertThat(decoded.rejected())
        .extracting(RejectedRecord::detector, RejectedRecord::reason)
        .containsExactly(tuple(null, MALFORMED_OTLP));
    assertThat(decoded.rejected().get(0).payload())
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bytesThatAreNoMessageAreMalformed() {
    Decoding decoding = Decoding.otlp(true, detector("otlp-protobuf", "[{field: loss}]", "[run]"));

    for (String text :
        List.of("{\"resourceMetrics\":[{}]}", "\u0000", "\u00ff\u00ff", "\n\u0005abc")) {
      assertThat(decoding.decode(text.getBytes(StandardCharsets.ISO_8859_1)).rejected())
          .as(text)
          .extracting(RejectedRecord::reason)
          .containsExactly(MALFORMED_OTLP);
    }
    assertThat(decoding.decode(new byte[0]).rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(EMPTY_RECORD);
  }

  @Test
  void messageWithoutPointsIsNobodys() {
    Decoded decoded = decode("{\"resourceMetrics\":[{}]}", "[{field: loss}]", "[run]");

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected()).isEmpty();
  }

  @Test
  void messageNestedBeyondAllReasonIsMalformed() {
    String deep = "{\"arrayValue\":{\"values\":[".repeat(2_000);
    String message = gauge("loss", "\"asInt\":1,\"attributes\":[{\"key\":\"a\",\"value\":" + deep);

    assertThat(decode(message, "[{field: loss}]", "[run]").rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(MALFORMED_OTLP);
  }

  /** Records read = counted + rejected + not this detector's, where a record is a data point. */
  @Test
  void everyPointIsCountedOrRejectedOrSomebodyElses() {
    Decoding decoding =
        Decoding.otlp(
            false,
            detector("otlp-json", "[{field: DCGM_FI_DEV_GPU_TEMP}, {field: up}]", "[modelName]"));

    Decoded decoded = decoding.decode(DCGM);

    // 4 points: two temperatures, one counter that is nobody's, one without its dimension.
    assertThat(decoded.samples()).hasSize(2);
    assertThat(decoded.rejected()).hasSize(1);
  }
}
