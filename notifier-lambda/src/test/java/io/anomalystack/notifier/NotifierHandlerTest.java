package io.anomalystack.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.notifier.message.Incidents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierHandlerTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  private String config() {
    return "{maxAge: none, channels: [{name: record, type: file, path: '"
        + directory.resolve("messages.jsonl")
        + "'}]}";
  }

  @Test
  void deliversTheRecordsOfAnEvent() throws IOException {
    NotifierHandler handler = new NotifierHandler(Map.of("NOTIFIER_CONFIG", config()));
    Records records = Records.of(Incidents.opened(), Incidents.resolved());
    assertThat(invoke(handler, KafkaEvents.msk(records.list())))
        .isEqualTo("{\"batchItemFailures\":[]}");
    List<String> lines = Files.readAllLines(directory.resolve("messages.jsonl"));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("\"state\":\"opened\"");
    assertThat(lines.get(1)).contains("\"state\":\"resolved\"");
  }

  @Test
  void answersWithThePlacesOfFailedRecords() throws IOException {
    NotifierHandler handler = new NotifierHandler(Map.of("NOTIFIER_CONFIG", config()));
    List<KafkaRecord> records =
        List.of(
            new KafkaRecord("anomaly-alerts", 0, 7, "poison".getBytes(StandardCharsets.UTF_8)),
            Records.of(Incidents.opened()).list().get(0),
            new KafkaRecord("anomaly-alerts", 3, 12, null));
    assertThat(invoke(handler, KafkaEvents.msk(records)))
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"anomaly-alerts-0\","
                + "\"offset\":7}},{\"itemIdentifier\":{\"partition\":\"anomaly-alerts-3\","
                + "\"offset\":12}}]}");
    assertThat(Files.readAllLines(directory.resolve("messages.jsonl"))).hasSize(1);
  }

  @Test
  void failsAsAWholeWhereTheSourceTakesNoPartialAnswer() throws IOException {
    NotifierHandler handler =
        new NotifierHandler(Map.of("NOTIFIER_CONFIG", config(), "NOTIFIER_ON_FAILURE", "throw"));
    Records records = Records.of(Incidents.opened()).add("poison");
    assertThatExceptionOfType(BatchFailedException.class)
        .isThrownBy(() -> invoke(handler, KafkaEvents.msk(records.list())))
        .withMessage("1 record of the batch failed, see the log");
    assertThat(invoke(handler, KafkaEvents.msk(Records.of(Incidents.opened()).list())))
        .isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(Files.readAllLines(directory.resolve("messages.jsonl"))).hasSize(1);
  }

  @Test
  void readsItsConfigurationFromAFileOfThePackage() throws IOException {
    Files.writeString(
        directory.resolve("notifier.yaml"),
        "{maxAge: none, channels: [{name: record, type: file, path: messages.jsonl}]}");
    NotifierHandler handler =
        new NotifierHandler(
            Map.of(
                "NOTIFIER_CONFIG_FILE", "notifier.yaml", "LAMBDA_TASK_ROOT", directory.toString()));
    invoke(handler, KafkaEvents.msk(Records.of(Incidents.opened()).list()));
    assertThat(directory.resolve("messages.jsonl")).exists();
  }

  @Test
  void aConfigurationThatCannotBeUsedEndsTheStart() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new NotifierHandler(Map.of("NOTIFIER_CONFIG", "{zone: X, channels: []}")))
        .withMessageContaining("2 problems in notifier configuration");
    assertThatIllegalStateException()
        .isThrownBy(() -> new NotifierHandler(Map.of()))
        .withMessageContaining("set either NOTIFIER_CONFIG or NOTIFIER_CONFIG_FILE");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new NotifierHandler(
                    Map.of("NOTIFIER_CONFIG", config(), "NOTIFIER_ON_FAILURE", "ignore")))
        .withMessageContaining("must be report or throw, was 'ignore'");
    assertThatIllegalStateException()
        .isThrownBy(() -> new NotifierHandler(Map.of("NOTIFIER_CONFIG_FILE", "none.yaml")))
        .withMessageContaining("there is no readable file at");
  }

  @Test
  void anEventOfSomethingElseIsNoSuccess() {
    NotifierHandler handler = new NotifierHandler(Map.of("NOTIFIER_CONFIG", config()));
    for (String event :
        List.of("{}", "{\"Records\":[]}", "{\"records\":{\"t-0\":[{\"offset\":1}]}}")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> invoke(handler, event))
          .withMessageStartingWith("event: expected");
    }
  }

  @Test
  void theLinePerBatchHasEachCountAsAMetric() throws IOException {
    NotifierHandler handler = new NotifierHandler(Map.of("NOTIFIER_CONFIG", config()));
    assertThat(invoke(handler, KafkaEvents.msk(List.of()))).contains("[]");
    Report report = new Report(List.of(), Map.of(Fate.DELIVERED, 3, Fate.TOO_OLD, 1), 2, 1, 0);
    JsonNode line = JSON.readTree(RunLine.of(report, 1724944082000L));
    assertThat(line.at("/_aws/Timestamp").longValue()).isEqualTo(1724944082000L);
    for (JsonNode metric : line.at("/_aws/CloudWatchMetrics/0/Metrics")) {
      assertThat(line.get(metric.get("Name").textValue()).isInt()).isTrue();
    }
    assertThat(line.get("recordsDelivered").intValue()).isEqualTo(3);
    assertThat(line.get("messagesSent").intValue()).isEqualTo(2);
  }

  @Test
  void whatASnapshotShouldHoldCanBeLoaded() {
    WarmUp.prime();
    assertThat(WarmUp.prime().title()).startsWith("Warning: value of value is 54");
  }

  private static String invoke(NotifierHandler handler, String event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext(60_000));
    return answer.toString(StandardCharsets.UTF_8);
  }
}
