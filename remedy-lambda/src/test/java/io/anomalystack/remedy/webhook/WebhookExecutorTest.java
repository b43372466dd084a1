package io.anomalystack.remedy.webhook;

import static io.anomalystack.remedy.Remedies.requested;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.functions.WebhookTarget;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.ExecutorSettings;
import io.anomalystack.remedy.executor.Outcome;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.SecretReference;
import io.anomalystack.secrets.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookExecutorTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOOK_SECRET", "s3cret", "AWS_REGION", "eu-central-1");
  private static final RemedyRecord STOP =
      requested(RemedyAction.STOP, new Dimension("run", "llm-7b\u2028\"}"));

  private HttpRecorder receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = new HttpRecorder(request -> new Answer(204));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Outcome execute() {
    WebhookTarget target =
        new WebhookTarget(
            Optional.of(receiver.uri()),
            Optional.empty(),
            Optional.of(new SecretReference.InEnvironment("HOOK_SECRET")));
    ExecutorSettings.Access access =
        new ExecutorSettings.Access(new Secrets(ENVIRONMENT), new AwsAccess(ENVIRONMENT));
    try (Executor executor = new WebhookExecutorSettings(target).open(access)) {
      return executor.execute(STOP);
    }
  }

  @Test
  void whoHasTheSecretCanCheckThatTheRecordComesFromHere() throws Exception {
    assertThat(execute().kind()).isEqualTo(Outcome.Kind.DONE);

    HttpRecorder.Request request = receiver.last();
    assertThat(RemedyRecordJson.read(request.body())).isEqualTo(STOP);
    assertThat(request.headers().getFirst("Idempotency-Key")).isEqualTo(STOP.remedyId());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String timestamp = request.headers().getFirst("X-Anomaly-Timestamp");
    mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
    assertThat(request.headers().getFirst("X-Anomaly-Signature"))
        .isEqualTo("v1=" + HexFormat.of().formatHex(mac.doFinal(request.body())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "200, DONE",
    "302, REFUSED",
    "404, REFUSED",
    "429, NOT_BEGUN",
    "503, NOT_BEGUN",
    "500, IN_DOUBT"
  })
  void saysWhetherItMayHaveBeenDone(int status, Outcome.Kind kind) {
    receiver.answer(request -> new Answer(status));

    assertThat(execute().kind()).isEqualTo(kind);
    assertThat(receiver.requests()).hasSize(1);
  }
}
