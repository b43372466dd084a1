package io.anomalystack.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.LambdaRuntime;
import io.anomalystack.embedded.RuntimeApi;
import io.anomalystack.model.AlertState;
import io.anomalystack.notifier.ledger.DynamoServer;
import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.sns.SnsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function as it is deployed: its zip, under AWS's runtime interface client. */
class NotifierFunctionIT {
  private static final Path ZIP = Path.of("target/notifier-lambda.zip");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MEMORY = 512;

  @Test
  void tellsSnsWhatAnMskEventSays() throws Exception {
    try (SnsServer sns = new SnsServer();
        DynamoServer dynamo = new DynamoServer();
        LambdaRuntime function =
            LambdaRuntime.start(
                ZIP, NotifierHandler.class.getName(), environment(sns, dynamo), MEMORY)) {
      Records records = Records.of(Incidents.opened()).add("poison");
      RuntimeApi.Answer cold = function.invoke(KafkaEvents.msk(records.list()), TIMEOUT);
      assertThat(cold.payload())
          .isEqualTo(
              "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"anomaly-alerts-0\","
                  + "\"offset\":1}}]}");
      assertThat(sns.entries()).hasSize(1);
      RuntimeApi.Answer again = function.invoke(KafkaEvents.msk(records.list()), TIMEOUT);
      assertThat(again.payload()).isEqualTo(cold.payload());
      assertThat(sns.entries()).as("no second message").hasSize(1);
      RuntimeApi.Answer warm =
          function.invoke(KafkaEvents.msk(Records.of(Incidents.resolved()).list()), TIMEOUT);
      assertThat(warm.payload()).isEqualTo("{\"batchItemFailures\":[]}");
      assertThat(sns.entries()).hasSize(2);
      assertThat(function.output()).contains("\"messagesSent\":1").contains("is not JSON");
      sns.answer(request -> SnsServer.error(400, "InvalidParameter"));
      function.invoke(
          KafkaEvents.msk(
              Records.of(Incidents.of(AlertState.ESCALATED, 3, 6, Incidents.SPIKE_OF_A)).list()),
          TIMEOUT);
      assertThat(function.output())
          .as("a log names alerts, and repeats nothing of what they say")
          .contains("Channel ops refuses alert")
          .doesNotContain("item-A", "AKIAEXAMPLE");
      System.out.printf(
          "notifier function: initialization %d ms, first batch %d ms, warm batch %d ms, memory %d"
              + " MiB, package %d KiB%n",
          function.initialization().toMillis(),
          cold.duration().toMillis(),
          warm.duration().toMillis(),
          function.peakMemory() >> 20,
          Files.size(ZIP) >> 10);
    }
  }

  private static Map<String, String> environment(SnsServer sns, DynamoServer dynamo) {
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "NOTIFIER_CONFIG",
        """
        zone: Europe/Berlin
        maxAge: none
        ledger: {table: anomaly-notified}
        channels:
          - {name: ops, type: sns, topic: 'arn:aws:sns:eu-central-1:123456789012:anomalies'}
        """);
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "example");
    environment.put("AWS_ENDPOINT_URL_SNS", sns.endpoint());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint());
    return environment;
  }
}
