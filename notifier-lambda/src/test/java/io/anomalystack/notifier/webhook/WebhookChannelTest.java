package io.anomalystack.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.functions.WebhookTarget;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.AlertState;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.channel.RemoteChannelContract;
import io.anomalystack.notifier.message.Hostile;
import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.secrets.SecretReference;
import io.anomalystack.secrets.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookChannelTest extends RemoteChannelContract {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long NOW = 1724944082;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOOK_SECRET", "s3cret", "AWS_REGION", "eu-central-1");

  private HttpRecorder receiver;
  private Secrets secrets;

  @BeforeEach
  void start() throws IOException {
    receiver = new HttpRecorder(request -> new HttpRecorder.Answer(204));
    secrets = new Secrets(ENVIRONMENT);
  }

  @AfterEach
  void stop() {
    receiver.close();
    secrets.close();
  }

  @Override
  protected Channel channel() {
    return channel(receiver.uri().resolve("/hook?a=b"), WebhookSettings.Form.JSON);
  }

  private Channel channel(URI url, WebhookSettings.Form form) {
    SecretReference secret = new SecretReference.InEnvironment("HOOK_SECRET");
    return new WebhookChannel(
        new WebhookSettings(
            new WebhookTarget(Optional.of(url), Optional.empty(), Optional.of(secret)), form),
        secrets,
        Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC),
        Duration.ofSeconds(2));
  }

  @Override
  protected List<Received> received() throws IOException {
    List<Received> received = new ArrayList<>();
    for (HttpRecorder.Request request : receiver.requests()) {
      JsonNode body = JSON.readTree(request.body());
      assertThat(request.headers().getFirst("Idempotency-Key"))
          .isEqualTo(body.get("id").textValue());
      received.add(new Received(body.get("id").textValue(), body.get("text").textValue()));
    }
    return received;
  }

  @Override
  protected void makeBusy() {
    receiver.answer(request -> new HttpRecorder.Answer(503));
  }

  @Override
  protected void makeRefusing() {
    receiver.answer(request -> new HttpRecorder.Answer(410));
  }

  @Override
  protected void takeAway() {
    receiver.close();
  }

  @Test
  void theReceiverCanCheckWhoSentIt() throws Exception {
    channel().deliver(List.of(message(Incidents.opened())));
    HttpRecorder.Request request = receiver.last();
    assertThat(request.path()).isEqualTo("/hook?a=b");
    assertThat(request.headers().getFirst("Content-Type"))
        .isEqualTo("application/json; charset=utf-8");
    String timestamp = request.headers().getFirst("X-Anomaly-Timestamp");
    assertThat(timestamp).isEqualTo(Long.toString(NOW));
    // As a receiver would: from the documented rule alone.
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((timestamp + "." + request.text()).getBytes(StandardCharsets.UTF_8));
    assertThat(request.headers().getFirst("X-Anomaly-Signature"))
        .isEqualTo("v1=" + HexFormat.of().formatHex(mac.doFinal()));
  }

  @Test
  void theBodyHasTheAlertAndWhatPeopleRead() throws Exception {
    Message message = message(Incidents.opened());
    channel().deliver(List.of(message));
    JsonNode body = JSON.readTree(receiver.last().body());
    assertThat(AlertJson.read(JSON.writeValueAsBytes(body.get("alert"))))
        .isEqualTo(Incidents.opened());
    assertThat(body.get("title").textValue()).isEqualTo(message.title());
    assertThat(body.get("link").textValue()).isEqualTo(message.link().orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "200,DELIVERED",
    "202,DELIVERED",
    "301,REFUSED",
    "307,REFUSED",
    "400,REFUSED",
    "401,REFUSED",
    "404,REFUSED",
    "408,FAILED_FOR_NOW",
    "425,FAILED_FOR_NOW",
    "429,FAILED_FOR_NOW",
    "500,FAILED_FOR_NOW",
    "502,FAILED_FOR_NOW"
  })
  void theStatusDecides(int status, Outcome.Kind kind) {
    receiver.answer(
        request ->
            new HttpRecorder.Answer(
                status, "text/plain", "", Map.of("Location", receiver.uri() + "/elsewhere")));
    assertThat(channel().deliver(List.of(message(Incidents.opened()))))
        .extracting(Outcome::kind)
        .containsExactly(kind);
    assertThat(receiver.requests()).as("redirects are not followed").hasSize(1);
  }

  @Test
  void aReceiverThatNeverAnswersIsLeft() {
    receiver.answer(
        request -> {
          try {
            new CountDownLatch(1).await(); // until the test's end, which interrupts it
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new HttpRecorder.Answer(204);
        });
    assertThat(channel().deliver(List.of(message(Incidents.opened()))))
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_FOR_NOW);
  }

  @Test
  void aSecretThatIsMissingIsNoReasonToSendUnsigned() throws IOException {
    Secrets none = new Secrets(Map.of("AWS_REGION", "eu-central-1"));
    Channel channel =
        new WebhookChannel(
            new WebhookSettings(
                new WebhookTarget(
                    Optional.of(receiver.uri()),
                    Optional.empty(),
                    Optional.of(new SecretReference.InEnvironment("HOOK_SECRET"))),
                WebhookSettings.Form.JSON),
            none,
            Clock.systemUTC());
    assertThat(channel.deliver(List.of(message(Incidents.opened()))))
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_FOR_NOW);
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void anAddressThatIsASecretIsNotTold() throws IOException {
    receiver.answer(request -> new HttpRecorder.Answer(403));
    Secrets withUrl = new Secrets(Map.of("HOOK_URL", receiver.uri() + "/T0/B0/xyzzy"));
    Channel channel =
        new WebhookChannel(
            new WebhookSettings(
                new WebhookTarget(
                    Optional.empty(),
                    Optional.of(new SecretReference.InEnvironment("HOOK_URL")),
                    Optional.empty()),
                WebhookSettings.Form.SLACK),
            withUrl,
            Clock.systemUTC());
    List<Outcome> outcomes = channel.deliver(List.of(message(Incidents.opened())));
    assertThat(receiver.last().path()).isEqualTo("/T0/B0/xyzzy");
    assertThat(outcomes.get(0).reason()).isEqualTo("localhost: HTTP 403");
  }

  @Test
  void slackGetsBlocksWithinItsLimits() throws IOException {
    Channel slack = channel(receiver.uri(), WebhookSettings.Form.SLACK);
    slack.deliver(List.of(message(Incidents.opened())));
    JsonNode body = JSON.readTree(receiver.last().body());
    assertThat(body.at("/text").textValue())
        .isEqualTo("Warning: quantity of item-A is 54, usually 6.5 to 12.5");
    assertThat(body.at("/blocks/0/type").textValue()).isEqualTo("header");
    assertThat(body.at("/blocks/1/text/text").textValue()).startsWith("Actual: 54");
    assertThat(body.at("/blocks/2/text/text").textValue())
        .startsWith("<https://anomalies.example.com/?series=")
        .contains("&amp;at=")
        .endsWith("|See it on the dashboard>");
  }

  @Test
  void nothingFromOutsideMeansAnythingToSlack() throws IOException {
    Channel slack = channel(receiver.uri(), WebhookSettings.Form.SLACK);
    List<Message> messages =
        Hostile.texts().map(text -> message(Hostile.alert(AlertState.UPDATED, text))).toList();
    assertThat(slack.deliver(messages)).allMatch(Outcome::isDelivered);
    for (HttpRecorder.Request request : receiver.requests()) {
      JsonNode body = JSON.readTree(request.body());
      assertThat(body.get("text").textValue()).doesNotContain("<", ">");
      for (JsonNode block : body.get("blocks")) {
        String text = block.at("/text/text").textValue();
        assertThat(block.at("/text/type").textValue()).isEqualTo("plain_text");
        assertThat(text).isNotEmpty().doesNotContain("<", ">");
        assertThat(text.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
        assertThat(text.length())
            .isLessThanOrEqualTo(block.get("type").textValue().equals("header") ? 150 : 3000);
      }
    }
  }
}
