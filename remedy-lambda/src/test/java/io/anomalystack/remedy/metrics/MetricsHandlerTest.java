package io.anomalystack.remedy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/** The SDK's own client asks a server; what is shown is what is asked of CloudWatch. */
class MetricsHandlerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long TIME = 1_724_938_500_000L;

  private HttpRecorder cloudWatch;

  @BeforeEach
  void start() throws IOException {
    cloudWatch =
        new HttpRecorder(request -> new Answer(200, "application/x-amz-json-1.0", "{}", Map.of()));
  }

  @AfterEach
  void stop() {
    cloudWatch.close();
  }

  private static Decision decision(String detector, String run, double value, boolean filled) {
    List<Dimension> dimensions = List.of(new Dimension("run", run), new Dimension("gpu", "H100"));
    String id = TimeSeriesId.of(detector, "mfu", dimensions);
    return new Decision(
        detector,
        "mfu",
        id,
        70,
        dimensions,
        value,
        0,
        TIME,
        TIME + 1000,
        10,
        50,
        0,
        ModelStage.INFERENCE,
        0,
        TimeSeriesId.decisionId(id, TIME, 1),
        filled,
        false,
        null,
        null,
        null,
        0,
        TIME + 250,
        1L,
        null,
        null,
        null,
        null,
        null);
  }

  private String invoke(Instant now, List<byte[]> values) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putObject("records").putArray("anomaly-decisions-0");
    for (int i = 0; i < values.size(); i++) {
      records
          .addObject()
          .put("topic", "anomaly-decisions")
          .put("partition", 0)
          .put("offset", i)
          .put("value", Base64.getEncoder().encodeToString(values.get(i)));
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "secret",
            "AWS_REGION",
            "eu-central-1",
            "AWS_ENDPOINT_URL_CLOUDWATCH",
            cloudWatch.uri().toString(),
            "METRICS_CONFIG",
            "{namespace: Training, detectors: [steps], units: {mfu: Percent}}");
    try (MetricsHandler handler =
        new MetricsHandler(environment, Clock.fixed(now, ZoneOffset.UTC))) {
      handler.handleRequest(
          new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
          answer,
          null);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private String invoke(Decision... decisions) throws IOException {
    List<byte[]> values = new ArrayList<>();
    for (Decision decision : decisions) {
      values.add(DecisionJson.write(decision));
    }
    return invoke(Instant.ofEpochMilli(TIME), values);
  }

  /** The fields of a request's body, whichever of its protocols the SDK has chosen. */
  private static JsonNode body(HttpRecorder.Request request) throws IOException {
    byte[] bytes = request.body();
    if ("gzip".equals(request.headers().getFirst("Content-Encoding"))) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    if (!request.headers().getFirst("Content-Type").contains("cbor")) {
      return JSON.readTree(bytes);
    }
    try (JsonParser cbor = new CBORFactory().createParser(bytes)) {
      cbor.nextToken();
      return value(cbor);
    }
  }

  private static JsonNode value(JsonParser cbor) throws IOException {
    if (cbor.currentToken() == JsonToken.START_OBJECT) {
      ObjectNode object = JSON.createObjectNode();
      while (cbor.nextToken() != JsonToken.END_OBJECT) {
        String name = cbor.currentName();
        cbor.nextToken();
        object.set(name, value(cbor));
      }
      return object;
    }
    if (cbor.currentToken() == JsonToken.START_ARRAY) {
      ArrayNode array = JSON.createArrayNode();
      while (cbor.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(cbor));
      }
      return array;
    }
    return cbor.currentToken().isNumeric()
        ? JSON.getNodeFactory().numberNode(cbor.getDoubleValue())
        : JSON.getNodeFactory().textNode(cbor.getText());
  }

  @Test
  void putsTheValuesOfChosenDetectors() throws IOException {
    String answer =
        invoke(
            decision("steps", "llm-7b", 41.5, false),
            decision("others", "llm-7b", 1, false),
            decision("steps", "llm-7b", 0, true));

    assertThat(JSON.readTree(answer).get("batchItemFailures")).isEmpty();
    assertThat(cloudWatch.requests()).hasSize(1);
    HttpRecorder.Request request = cloudWatch.last();
    assertThat(request.headers().getFirst("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-central-1/monitoring/aws4_request", "Signature=");
    assertThat(request.path() + request.headers().getFirst("X-Amz-Target"))
        .contains("PutMetricData");
    JsonNode body = body(request);
    assertThat(body.get("Namespace").textValue()).isEqualTo("Training");
    assertThat(body.get("MetricData")).hasSize(1);
    JsonNode metric = body.get("MetricData").get(0);
    assertThat(metric.get("MetricName").textValue()).isEqualTo("mfu");
    assertThat(metric.get("Value").doubleValue()).isEqualTo(41.5);
    assertThat(metric.get("Unit").textValue()).isEqualTo("Percent");
    assertThat(metric.get("Timestamp").doubleValue()).isEqualTo((TIME + 250) / 1000.0);
    assertThat(metric.get("Dimensions").toString())
        .isEqualTo(
            "[{\"Name\":\"detector\",\"Value\":\"steps\"},{\"Name\":\"run\",\"Value\":\"llm-7b\"},"
                + "{\"Name\":\"gpu\",\"Value\":\"H100\"}]");
  }

  @Test
  void aThousandMetricsAreOneRequest() throws IOException {
    Decision[] many = new Decision[2001];
    for (int i = 0; i < many.length; i++) {
      many[i] = decision("steps", "run-" + i, i, false);
    }

    invoke(many);

    List<Integer> sizes = new ArrayList<>();
    for (HttpRecorder.Request request : cloudWatch.requests()) {
      sizes.add(body(request).get("MetricData").size());
    }
    assertThat(sizes).containsExactly(1000, 1000, 1);
  }

  @Test
  void aRequestStaysWithinAMegabyte() throws IOException {
    Decision[] large = new Decision[1000];
    for (int i = 0; i < large.length; i++) {
      large[i] = decision("steps", "r".repeat(1000) + i, i, false);
    }

    invoke(large);

    assertThat(cloudWatch.requests()).hasSizeGreaterThan(1);
    for (HttpRecorder.Request request : cloudWatch.requests()) {
      assertThat(body(request).toString().length()).isLessThan(1_000_000);
    }
  }

  @Test
  void whatCloudWatchWouldRefuseDoesNotSpoilTheOthers() throws IOException {
    invoke(
        decision("steps", "läufer", 1, false),
        decision("steps", " ", 1, false),
        decision("steps", ":colon", 1, false),
        decision("steps", "huge", 1e300, false),
        decision("steps", "fine", 1, false));

    assertThat(body(cloudWatch.last()).get("MetricData")).hasSize(1);
  }

  @Test
  void whatIsTooOldForCloudWatchIsNotSent() throws IOException {
    String answer =
        invoke(
            Instant.ofEpochMilli(TIME).plusSeconds(15 * 86_400),
            List.of(DecisionJson.write(decision("steps", "llm-7b", 1, false))));

    assertThat(cloudWatch.requests()).isEmpty();
    assertThat(JSON.readTree(answer).get("batchItemFailures")).isEmpty();
  }

  @Test
  void whatIsNotTakenComesAgain() throws IOException {
    cloudWatch.answer(request -> new Answer(403, "application/x-amz-json-1.0", "{}"));

    String answer = invoke(decision("steps", "llm-7b", 1, false), decision("other", "b", 1, false));

    assertThat(answer)
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":"
                + "{\"partition\":\"anomaly-decisions-0\",\"offset\":0}}]}");
  }

  @Test
  void anUnreadableRecordHoldsUpNoOther() throws IOException {
    String answer =
        invoke(
            Instant.ofEpochMilli(TIME),
            List.of(
                "{}".getBytes(StandardCharsets.UTF_8),
                DecisionJson.write(decision("steps", "llm-7b", 1, false))));

    assertThat(JSON.readTree(answer).get("batchItemFailures")).hasSize(1);
    assertThat(cloudWatch.requests()).hasSize(1);
  }
}
