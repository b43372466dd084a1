package io.anomalystack.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.AlertState;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.message.Announcement;
import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.notifier.message.MessageRenderer;
import io.anomalystack.secrets.Secrets;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of mails when the server or the connection to it fails. */
class SmtpFailureTest {
  private static final MessageRenderer RENDERER =
      new MessageRenderer(ZoneId.of("UTC"), Optional.empty());

  private final Secrets secrets = new Secrets(Map.of());
  private FailingSmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FailingSmtpServer();
  }

  @AfterEach
  void stop() {
    server.close();
    secrets.close();
  }

  @Test
  void whatWasTakenIsDeliveredHoweverTheConnectionEnds() {
    server.answer(command -> command.startsWith("QUIT") ? FailingSmtpServer.CUT : null);
    assertThat(deliver(2)).containsOnly(Outcome.delivered());
    server.answer(command -> command.startsWith("QUIT") ? "451 not now" : null);
    assertThat(deliver(1)).containsOnly(Outcome.delivered());
  }

  @Test
  void aConnectionLostBetweenCostsOnlyTheMailItWasLostWith() {
    AtomicInteger mails = new AtomicInteger();
    server.answer(
        command ->
            command.startsWith("MAIL") && mails.incrementAndGet() == 2
                ? FailingSmtpServer.CUT
                : null);
    assertThat(deliver(4))
        .extracting(Outcome::kind)
        .containsExactly(
            Outcome.Kind.DELIVERED,
            Outcome.Kind.FAILED_FOR_NOW,
            Outcome.Kind.DELIVERED,
            Outcome.Kind.DELIVERED);
    assertThat(server.commands()).filteredOn("."::equals).hasSize(3);
  }

  @Test
  void aConnectionLostAtTheEndOfAMailLeavesTheOthersDelivered() {
    AtomicInteger ends = new AtomicInteger();
    server.answer(
        command ->
            command.equals(".") && ends.incrementAndGet() == 2 ? FailingSmtpServer.CUT : null);
    assertThat(deliver(3)).extracting(Outcome::isDelivered).containsExactly(true, false, true);
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL,450 later,FAILED_FOR_NOW",
    "MAIL,550 never,REFUSED",
    "RCPT,451 greylisted,FAILED_FOR_NOW",
    "RCPT,550 nobody here,REFUSED",
    "DATA,452 full,FAILED_FOR_NOW",
    "DATA,554 spam,REFUSED",
    ".,451 later,FAILED_FOR_NOW",
    ".,554 spam,REFUSED"
  })
  void theServersAnswerDecidesAndIsNotQuoted(String command, String answer, Outcome.Kind kind) {
    server.answer(said -> said.startsWith(command) ? answer : null);
    List<Outcome> outcomes = deliver(2);
    assertThat(outcomes).extracting(Outcome::kind).containsExactly(kind, kind);
    assertThat(outcomes.get(0).reason())
        .contains("SMTP " + answer.substring(0, 3))
        .doesNotContain("example.com", answer.substring(4));
  }

  @Test
  void forSomeReceiversIsDeliveredAndNobodyIsNamed() {
    server.answer(
        command ->
            command.startsWith("RCPT") && command.contains("gone") ? "550 no such user" : null);
    List<Outcome> outcomes = deliver(1);
    assertThat(outcomes.get(0).isDelivered()).isTrue();
    assertThat(outcomes.get(0).reason())
        .contains("1 of its 2 receivers")
        .doesNotContain("gone", "@");
  }

  @Test
  void nothingToSayNeedsNoConnection() {
    assertThat(deliver(0)).isEmpty();
    assertThat(server.commands()).isEmpty();
  }

  private List<Outcome> deliver(int count) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(
          RENDERER.render(
              Announcement.of(Incidents.of(AlertState.OPENED, i + 1, 1, Incidents.SPIKE_OF_A))));
    }
    SmtpSettings settings =
        new SmtpSettings(
            "localhost",
            server.port(),
            SmtpSettings.Tls.NONE,
            "anomalies@example.com",
            List.of("ops@example.com", "gone@example.com"),
            Optional.empty(),
            Optional.empty());
    return new SmtpChannel(settings, secrets).deliver(messages);
  }
}
