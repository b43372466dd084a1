package io.anomalystack.notifier.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Severity;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ChannelSettings;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.channel.RemoteChannelContract;
import io.anomalystack.notifier.message.Hostile;
import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secrets;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnsChannelTest extends RemoteChannelContract {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:anomalies";

  private SnsServer sns;

  @BeforeEach
  void start() throws IOException {
    sns = new SnsServer();
  }

  @AfterEach
  void stop() {
    sns.close();
  }

  @Override
  protected Channel channel() {
    return channel(TOPIC);
  }

  private Channel channel(String topic) {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "example",
            "AWS_REGION", "us-east-1");
    return new SnsSettings(topic, Optional.of(URI.create(sns.endpoint())))
        .open(new ChannelSettings.Access(new Secrets(environment), new AwsAccess(environment)));
  }

  @Override
  protected List<Received> received() {
    return sns.entries().stream()
        .map(entry -> new Received(null, entry.message().get("email").textValue()))
        .toList();
  }

  @Override
  protected void makeBusy() {
    sns.answer(request -> SnsServer.error(429, "Throttled"));
  }

  @Override
  protected void makeRefusing() {
    sns.answer(request -> SnsServer.error(403, "AuthorizationError"));
  }

  @Override
  protected void takeAway() {
    sns.close();
  }

  @Test
  void asksAsSnsDocumentsIt() {
    Message message =
        message(
            Incidents.of(
                AlertState.ESCALATED,
                3,
                160,
                Severity.CRITICAL,
                Incidents.SPIKE_OF_B,
                Incidents.SPIKE_OF_A));
    channel().deliver(List.of(message));
    HttpRecorder.Request request = sns.requests().get(0);
    assertThat(request.form())
        .containsEntry("Action", "PublishBatch")
        .containsEntry("Version", "2010-03-31")
        .containsEntry("TopicArn", TOPIC);
    // Signed for the topic's region, whatever the function's own is.
    assertThat(request.headers().getFirst("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/")
        .contains("/eu-central-1/sns/aws4_request");
    SnsServer.Entry entry = sns.entries().get(0);
    assertThat(entry.fields()).containsEntry("MessageStructure", "json");
    assertThat(entry.subject()).isEqualTo(message.subject());
    assertThat(entry.message().get("default").textValue()).isEqualTo(message.text());
    assertThat(entry.message().get("email").textValue()).isEqualTo(message.text());
    assertThat(entry.message().get("sms").textValue()).isEqualTo(message.sms());
    assertThat(entry.attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "detector", "String anybooks-sales",
                "severity", "String critical",
                "state", "String escalated",
                "routes", "String.Array [\"default\"]",
                "dimensions", "String.Array [\"product_name=item-B\",\"product_name=item-A\"]"));
    assertThat(entry.fields()).doesNotContainKeys("MessageGroupId", "MessageDeduplicationId");
  }

  @Test
  void fifoTopicsKeepAnIncidentsOrderAndKnowAnAlertAgain() {
    Alert alert = Incidents.resolved();
    channel(TOPIC + ".fifo").deliver(List.of(message(alert)));
    SnsServer.Entry entry = sns.entries().get(0);
    // For queues only: no body for each protocol, with which SNS would leave out the attributes.
    assertThat(entry.fields()).doesNotContainKey("MessageStructure");
    assertThat(entry.message().textValue()).isEqualTo(message(alert).text());
    assertThat(entry.attributes()).containsEntry("state", "String resolved");
    assertThat(entry.fields())
        .containsEntry("MessageGroupId", alert.incidentId())
        .containsEntry("MessageDeduplicationId", alert.alertId());
  }

  @Test
  void failuresOfSingleEntriesAreTheirOwn() {
    sns.answer(
        request ->
            SnsServer.answerEach(
                request,
                entry ->
                    switch (entry.id()) {
                      case "1" -> "InternalError";
                      case "2" -> "!InvalidParameter";
                      case "3" -> "!KMSThrottling";
                      default -> "";
                    }));
    assertThat(channel().deliver(messages(5)))
        .extracting(Outcome::kind)
        .containsExactly(
            Outcome.Kind.DELIVERED,
            Outcome.Kind.FAILED_FOR_NOW,
            Outcome.Kind.REFUSED,
            Outcome.Kind.FAILED_FOR_NOW,
            Outcome.Kind.DELIVERED);
  }

  @Test
  void oneEntryForWhichSnsRefusesTheWholeRequestCostsTheOthersNothing() {
    sns.answer(
        request ->
            SnsServer.entries(request).stream().anyMatch(e -> e.subject().contains("item-2"))
                ? SnsServer.error(400, "InvalidParameter")
                : SnsServer.takeAll(request));
    assertThat(channel().deliver(messages(4)))
        .extracting(Outcome::kind)
        .containsExactly(
            Outcome.Kind.DELIVERED,
            Outcome.Kind.DELIVERED,
            Outcome.Kind.REFUSED,
            Outcome.Kind.DELIVERED);
  }

  @Test
  void anEntryOfWhichNothingIsSaidWasNotTaken() {
    sns.answer(
        request ->
            new HttpRecorder.Answer(
                200,
                "text/xml",
                "<PublishBatchResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
                    + "<PublishBatchResult><Successful/><Failed/></PublishBatchResult>"
                    + "</PublishBatchResponse>"));
    assertThat(channel().deliver(messages(1)))
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_FOR_NOW);
  }

  @Test
  void aThrottledRequestIsTriedAgainAtOnce() {
    AtomicInteger tries = new AtomicInteger();
    sns.answer(
        request ->
            tries.incrementAndGet() == 1
                ? SnsServer.error(429, "Throttled")
                : SnsServer.takeAll(request));
    assertThat(channel().deliver(messages(2))).allMatch(Outcome::isDelivered);
    assertThat(tries).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400,InvalidParameter,REFUSED",
    "403,AuthorizationError,REFUSED",
    "404,NotFound,REFUSED",
    "400,KMSThrottlingException,FAILED_FOR_NOW",
    "403,ExpiredToken,FAILED_FOR_NOW",
    "500,InternalError,FAILED_FOR_NOW",
    "503,ServiceUnavailable,FAILED_FOR_NOW"
  })
  void theErrorDecides(int status, String code, Outcome.Kind kind) {
    sns.answer(request -> SnsServer.error(status, code));
    assertThat(channel().deliver(messages(1))).extracting(Outcome::kind).containsExactly(kind);
  }

  @Test
  void requestsStayWithinTheLimitsWhateverNamesAreLike() {
    List<Message> messages = new ArrayList<>();
    for (String text :
        List.of("商".repeat(10_000), "\"\\".repeat(5000), "Z\u0351\u036B\u0343".repeat(3000))) {
      for (int i = 0; i < 9; i++) {
        messages.add(message(Hostile.alert(AlertState.OPENED, text + i)));
      }
    }
    assertThat(channel().deliver(messages)).hasSize(27).allMatch(Outcome::isDelivered);
    Set<Integer> sizes =
        sns.requests().stream().map(r -> SnsServer.entries(r).size()).collect(Collectors.toSet());
    assertThat(sizes).allMatch(size -> size <= 10);
  }

  @Test
  void evenListsOfTheLongestNamesFit() {
    // Ten bytes a character, as people count them.
    String heavy = "\uD83D\uDE00\u0316\u0316\u0316".repeat(140);
    List<String> routes = new ArrayList<>();
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      routes.add(i + heavy);
      dimensions.add(new Dimension(Integer.toString(i), heavy));
    }
    Alert of = Hostile.alert(AlertState.OPENED, heavy);
    List<AffectedSeries> series = Collections.nCopies(20, of.series().get(0));
    Message message =
        message(
            new Alert(
                of.incidentId(),
                1,
                of.state(),
                of.severity(),
                heavy,
                dimensions,
                routes,
                of.time(),
                of.start(),
                of.end(),
                20,
                20,
                84,
                series,
                of.cause()));
    List<Outcome> outcomes = channel().deliver(Collections.nCopies(10, message));
    assertThat(outcomes).hasSize(10).allMatch(Outcome::isDelivered);
    assertThat(sns.requests()).hasSizeBetween(2, 5);
  }

  private static List<Message> messages(int count) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(
          message(
              Incidents.of(
                  AlertState.OPENED, 1, 1, Incidents.named(Incidents.SPIKE_OF_A, "item-" + i))));
    }
    return messages;
  }
}
