package io.anomalystack.remedy.sagemaker;

import static io.anomalystack.remedy.Remedies.requested;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.Outcome;
import io.anomalystack.secrets.AwsAccess;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SDK's own client asks a server that answers as SageMaker's documentation says: what is shown
 * is what is asked of SageMaker, not that it would do it.
 */
class SageMakerExecutorTest {
  private static final String TYPE = "application/x-amz-json-1.1";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Dimension RUN = new Dimension("run", "llm-7b");
  private static final Dimension NODE = new Dimension("node", "i-0123456789abcdef0");

  private HttpRecorder sageMaker;

  @BeforeEach
  void start() throws IOException {
    sageMaker = new HttpRecorder(request -> new Answer(200, TYPE, "{}"));
  }

  @AfterEach
  void stop() {
    sageMaker.close();
  }

  private Outcome execute(RemedyRecord remedy) {
    return execute(sageMaker.uri().toString(), remedy);
  }

  private static Outcome execute(String endpoint, RemedyRecord remedy) {
    AwsAccess aws =
        new AwsAccess(
            Map.of(
                "AWS_ACCESS_KEY_ID",
                "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                "secret",
                "AWS_REGION",
                "eu-central-1",
                "AWS_ENDPOINT_URL_SAGEMAKER",
                endpoint));
    SageMakerSettings settings =
        new SageMakerSettings(
            Optional.empty(),
            Optional.of(new SageMakerSettings.Cluster("pretraining", false)),
            Optional.of("node"));
    try (Executor executor = new SageMakerExecutor(settings, aws)) {
      return executor.execute(remedy);
    }
  }

  private JsonNode asked(String action) throws IOException {
    assertThat(sageMaker.requests()).hasSize(1);
    HttpRecorder.Request request = sageMaker.last();
    assertThat(request.headers().getFirst("X-Amz-Target")).isEqualTo("SageMaker." + action);
    assertThat(request.headers().getFirst("Content-Type")).isEqualTo(TYPE);
    assertThat(request.headers().getFirst("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-central-1/sagemaker/aws4_request", "Signature=");
    return JSON.readTree(request.body());
  }

  @Test
  void stopsTheJobThatTheTargetNames() throws IOException {
    Outcome outcome = execute(requested(RemedyAction.STOP, RUN));

    assertThat(asked("StopTrainingJob"))
        .isEqualTo(JSON.readTree("{\"TrainingJobName\":\"llm-7b\"}"));
    assertThat(outcome).isEqualTo(Outcome.done("training job llm-7b is told to stop"));
  }

  @ParameterizedTest
  @CsvSource({"REBOOT, BatchRebootClusterNodes", "REPLACE, BatchReplaceClusterNodes"})
  void rebootsAndReplacesTheNodeThatTheTargetNames(RemedyAction action, String asked)
      throws IOException {
    Outcome outcome = execute(requested(action, RUN, NODE));

    assertThat(asked(asked))
        .isEqualTo(
            JSON.readTree(
                "{\"ClusterName\":\"pretraining\",\"NodeIds\":[\"i-0123456789abcdef0\"]}"));
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REBOOT", "REPLACE"})
  void aNodeThatFailsWithinAnAnswerOfSuccessIsNotDone(RemedyAction action) {
    sageMaker.answer(
        request ->
            new Answer(
                200,
                TYPE,
                "{\"Successful\":[],\"Failed\":[{\"NodeId\":\"i-0123456789abcdef0\","
                    + "\"ErrorCode\":\"NodeIdNotFound\",\"Message\":\"no such node\"}]}"));

    Outcome outcome = execute(requested(action, NODE));

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(outcome.text()).contains("no such node");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-x", "x;reboot", "../x", "{}", "a\nb"})
  void asksForNothingWhereTheTargetIsNoJobsName(String name) {
    Outcome outcome = execute(requested(RemedyAction.STOP, new Dimension("run", name)));

    assertThat(outcome).isEqualTo(Outcome.refused("the target names no training job"));
    assertThat(sageMaker.requests()).isEmpty();
  }

  @Test
  void doesNotGuessWhichOfTwoDimensionsIsTheJob() {
    assertThat(execute(requested(RemedyAction.STOP, RUN, NODE)).kind())
        .isEqualTo(Outcome.Kind.REFUSED);
    assertThat(sageMaker.requests()).isEmpty();
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThat(execute(requested(RemedyAction.PAGE, RUN)).kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(sageMaker.requests()).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "400, ValidationException, REFUSED",
    "400, ResourceNotFound, REFUSED",
    "403, AccessDeniedException, REFUSED",
    "400, ThrottlingException, NOT_BEGUN",
    "500, InternalFailure, IN_DOUBT",
    "503, ServiceUnavailable, IN_DOUBT"
  })
  void asksOnceWhateverIsAnswered(int status, String error, Outcome.Kind kind) {
    sageMaker.answer(
        request -> new Answer(status, TYPE, "{\"__type\":\"" + error + "\",\"message\":\"no\"}"));

    assertThat(execute(requested(RemedyAction.STOP, RUN)).kind()).isEqualTo(kind);
    assertThat(sageMaker.requests()).as("a second request may be a second reboot").hasSize(1);
  }

  @Test
  void knowsThatNothingWasBegunWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }

    assertThat(execute("http://localhost:" + port, requested(RemedyAction.STOP, RUN)).kind())
        .isEqualTo(Outcome.Kind.NOT_BEGUN);
  }
}
