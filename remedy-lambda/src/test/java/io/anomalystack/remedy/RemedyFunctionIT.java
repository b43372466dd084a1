package io.anomalystack.remedy;

import static io.anomalystack.remedy.Remedies.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.embedded.LambdaRuntime;
import io.anomalystack.embedded.RuntimeApi;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RemedyState;
import io.anomalystack.remedy.ledger.DynamoServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** The function as it is deployed: its zip, under AWS's runtime interface client. */
class RemedyFunctionIT {
  private static final Path ZIP = Path.of("target/remedy-lambda.zip");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MEMORY = 512;
  private static final long MOST_BYTES = 40_000_000;
  private static final String AUDIT = "audit";

  private static final RemedyRecord STOP =
      record(
          RemedyState.REQUESTED,
          RemedyAction.STOP,
          false,
          Instant.now().toEpochMilli() / 1000 * 1000,
          new Dimension("run", "llm-7b"));

  @Test
  void stopsATrainingJobOnceForTwoDeliveries() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        HttpRecorder sageMaker =
            new HttpRecorder(request -> new Answer(200, "application/x-amz-json-1.1", "{}"));
        DynamoServer dynamo = new DynamoServer();
        LambdaRuntime function =
            start(config(broker), sageMaker.uri().toString(), dynamo.endpoint());
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(AUDIT, 1, (short) 1))).all().get();
      RuntimeApi.Answer cold = function.invoke(event(STOP), TIMEOUT);
      RuntimeApi.Answer again = function.invoke(event(STOP), TIMEOUT);

      assertThat(List.of(cold.payload(), again.payload()))
          .as("%s", function.output())
          .containsOnly("{\"batchItemFailures\":[]}");
      assertThat(sageMaker.requests()).as("one stop").hasSize(1);
      assertThat(sageMaker.last().headers().getFirst("X-Amz-Target"))
          .isEqualTo("SageMaker.StopTrainingJob");
      assertThat(new String(sageMaker.last().body(), StandardCharsets.UTF_8))
          .isEqualTo("{\"TrainingJobName\":\"llm-7b\"}");
      List<RemedyRecord> said = audit(broker);
      assertThat(said).hasSize(2).allMatch(each -> each.state() == RemedyState.EXECUTED);
      assertThat(said.get(0)).isEqualTo(said.get(1));
      assertThat(said.get(0).outcome()).isEqualTo("training job llm-7b is told to stop");
      assertThat(function.output()).doesNotContain("Exception", "example-secret");
      System.out.printf(
          "remedy function: initialization %d ms, first stop %d ms, second delivery %d ms, memory %d"
              + " MiB, package %d KiB%n",
          function.initialization().toMillis(),
          cold.duration().toMillis(),
          again.duration().toMillis(),
          function.peakMemory() >> 20,
          Files.size(ZIP) >> 10);
    }
  }

  @Test
  void saysAllThatIsWrongWithItsConfigurationBeforeTheFirstEvent() {
    String wrong = "executors: {launcher: {type: comand}}\nlimit: {most: 0}\nmaxage: 1h";

    assertThat(catchThrowable(() -> start(wrong, "http://unused", "http://unused").close()))
        .hasMessageContaining("3 problems in remedy configuration")
        .hasMessageContaining("executors.launcher.type")
        .hasMessageContaining("limit.most")
        .hasMessageContaining("maxage: unknown setting; did you mean 'maxAge'?");
  }

  @Test
  void isSmallAndHoldsNothingThatItDoesNotNeed() throws IOException {
    assertThat(Files.size(ZIP)).isLessThan(MOST_BYTES);
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .noneMatch(
              name -> name.matches(".*(netty|apache-client|apache5|zstd|snappy|lz4|biweekly).*"));
    }
  }

  private static String config(EmbeddedBroker broker) {
    return """
        audit: {topic: %s, kafka: {bootstrap.servers: '%s'}}
        ledger: {table: anomaly-remedies}
        executors:
          launcher: {type: sagemaker, job: run}
        """
        .formatted(AUDIT, broker.bootstrapServers());
  }

  private static LambdaRuntime start(String config, String sageMaker, String dynamo)
      throws IOException, InterruptedException {
    return LambdaRuntime.start(
        ZIP,
        RemedyHandler.class.getName(),
        Map.of(
            "REMEDY_CONFIG",
            config,
            "AWS_REGION",
            "eu-central-1",
            "AWS_ACCESS_KEY_ID",
            "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "example-secret",
            "AWS_ENDPOINT_URL_SAGEMAKER",
            sageMaker,
            "AWS_ENDPOINT_URL_DYNAMODB",
            dynamo),
        MEMORY);
  }

  /** As Amazon MSK hands records over. */
  private static String event(RemedyRecord remedy) {
    return """
        {"eventSource":"aws:kafka","records":{"anomaly-remedies-0":[
          {"topic":"anomaly-remedies","partition":0,"offset":15,"timestamp":1724938500000,
           "timestampType":"CREATE_TIME","value":"%s","headers":[]}]}}
        """
        .formatted(Base64.getEncoder().encodeToString(RemedyRecordJson.write(remedy)));
  }

  private static List<RemedyRecord> audit(EmbeddedBroker broker) {
    List<RemedyRecord> said = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(AUDIT, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(each -> said.add(RemedyRecordJson.read(each.value())));
      }
    }
    return said;
  }
}
