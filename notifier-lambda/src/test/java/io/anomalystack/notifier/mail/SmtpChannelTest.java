package io.anomalystack.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Severity;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ChannelContract;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.message.Hostile;
import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.secrets.SecretReference;
import io.anomalystack.secrets.Secrets;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpChannelTest extends ChannelContract {
  /** GreenMail takes one certificate for all its servers, from the system's properties. */
  private static LocalCertificate certificate;

  @TempDir Path directory;

  private final Secrets secrets = new Secrets(Map.of("AWS_REGION", "eu-central-1"));
  private GreenMail server;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) throws Exception {
    certificate = LocalCertificate.of("localhost", directory);
    System.setProperty("greenmail.tls.keystore.file", certificate.store().toString());
    System.setProperty("greenmail.tls.keystore.password", LocalCertificate.PASSWORD);
    // Loads it before the directory is gone.
    secureServer().stop();
  }

  @BeforeEach
  void start() {
    server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    secrets.close();
  }

  @Override
  protected Channel channel() {
    return new SmtpChannel(
        settings("localhost", server.getSmtp().getPort(), SmtpSettings.Tls.NONE, Optional.empty()),
        secrets);
  }

  private static SmtpSettings settings(
      String host, int port, SmtpSettings.Tls tls, Optional<SecretReference> password) {
    return new SmtpSettings(
        host,
        port,
        tls,
        "Anomalies <anomalies@example.com>",
        List.of("Ops <ops@example.com>"),
        password.map(secret -> "notifier"),
        password);
  }

  @Override
  protected List<Received> received() throws Exception {
    List<Received> received = new ArrayList<>();
    for (MimeMessage mail : mails()) {
      String id = mail.getMessageID().replaceAll("[<>]|@.*", "");
      received.add(new Received(id, part(mail, 0).replace("\r\n", "\n")));
    }
    return received;
  }

  private List<MimeMessage> mails() {
    return List.of(server.getReceivedMessages());
  }

  private static String part(MimeMessage mail, int index) throws Exception {
    return (String) ((MimeMultipart) mail.getContent()).getBodyPart(index).getContent();
  }

  @Test
  void aMailHasTextAndHtmlAndWhatItsProgramNeeds() throws Exception {
    Message message =
        message(Incidents.of(AlertState.OPENED, 1, 1, Severity.CRITICAL, Incidents.SPIKE_OF_A));
    channel().deliver(List.of(message));
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    assertThat(part(mail, 0).replace("\r\n", "\n")).isEqualTo(message.text());
    assertThat(part(mail, 1).replace("\r\n", "\n")).isEqualTo(message.html());
    assertThat(mail.getSubject()).isEqualTo("anybooks-sales: unusual since Thu 29 Aug, 17:07");
    assertThat(mail.getFrom()[0]).hasToString("Anomalies <anomalies@example.com>");
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getMessageID()).isEqualTo("<" + message.id() + "@example.com>");
    assertThat(mail.getHeader("References")).isNull();
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("Importance")).containsExactly("high");
  }

  @Test
  void laterMailsOfAnIncidentReplyToTheFirst() throws Exception {
    Message first = message(Incidents.opened());
    channel().deliver(List.of(first));
    channel().deliver(List.of(message(Incidents.resolved())));
    List<MimeMessage> mails = mails();
    assertThat(mails.get(1).getHeader("In-Reply-To"))
        .containsExactly("<" + first.id() + "@example.com>");
    assertThat(mails.get(1).getHeader("References"))
        .containsExactly("<" + first.id() + "@example.com>");
    assertThat(mails.get(1).getSubject()).isEqualTo("Re: " + mails.get(0).getSubject());
  }

  @Test
  void noTextBecomesAHeader() throws Exception {
    List<Message> messages =
        Hostile.texts().map(text -> message(Hostile.alert(AlertState.RESOLVED, 2, text))).toList();
    assertThat(channel().deliver(messages)).allMatch(Outcome::isDelivered);
    List<MimeMessage> mails = mails();
    assertThat(mails).hasSameSizeAs(messages);
    for (MimeMessage mail : mails) {
      assertThat(mail.getHeader(Hostile.SMUGGLED)).isNull();
      assertThat(mail.getHeader("Subject")).hasSize(1);
      assertThat(mail.getHeader("To")).hasSize(1);
      assertThat(mail.getAllRecipients()).hasSize(1);
      assertThat(GreenMailUtil.getHeaders(mail).lines())
          .noneMatch(line -> line.startsWith(Hostile.SMUGGLED));
    }
  }

  @Test
  void whereNobodyIsItMayGoLater() {
    Channel channel = channel();
    server.stop();
    assertThat(channel.deliver(List.of(message(Incidents.opened()))))
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_FOR_NOW);
  }

  @Test
  void passwordsGoOverTlsAndAreFetchedAgainWhenRefused() throws Exception {
    GreenMail secure = secureServer();
    try {
      Path file = Files.writeString(directory.resolve("password"), "old");
      SecretReference password = new SecretReference.InFile(file);
      assertThat(secrets.get(password).reveal()).isEqualTo("old");
      Files.writeString(file, "right");
      Channel channel = secureChannel("localhost", secure, password, certificate.trusting());
      assertThat(channel.deliver(List.of(message(Incidents.opened()))))
          .containsExactly(Outcome.delivered());
      assertThat(secure.getReceivedMessages()).hasSize(1);
    } finally {
      secure.stop();
    }
  }

  @Test
  void aWrongPasswordIsNoFaultOfTheMailAndNotTold() throws Exception {
    GreenMail secure = secureServer();
    try {
      Path file = Files.writeString(directory.resolve("password"), "wr0ng");
      Channel channel =
          secureChannel(
              "localhost", secure, new SecretReference.InFile(file), certificate.trusting());
      List<Outcome> outcomes = channel.deliver(List.of(message(Incidents.opened())));
      assertThat(outcomes)
          .containsExactly(
              Outcome.failedForNow(
                  "localhost:" + secure.getSmtps().getPort() + ": the login was refused"));
    } finally {
      secure.stop();
    }
  }

  @Test
  void aServerThatNobodyVouchesForGetsNothing() throws Exception {
    assertNothingIsSent("localhost", null);
  }

  @Test
  void aServerOfAnotherNameGetsNothing() throws Exception {
    assertNothingIsSent("127.0.0.1", certificate.trusting());
  }

  private void assertNothingIsSent(String host, SSLSocketFactory trusted) throws Exception {
    GreenMail secure = secureServer();
    try {
      Path file = Files.writeString(directory.resolve("password"), "right");
      Channel channel = secureChannel(host, secure, new SecretReference.InFile(file), trusted);
      assertThat(channel.deliver(List.of(message(Incidents.opened()))))
          .extracting(Outcome::kind)
          .containsExactly(Outcome.Kind.FAILED_FOR_NOW);
      assertThat(secure.getReceivedMessages()).isEmpty();
    } finally {
      secure.stop();
    }
  }

  @Test
  void aServerWithoutStartTlsGetsNothing() {
    Channel channel =
        new SmtpChannel(
            settings(
                "localhost",
                server.getSmtp().getPort(),
                SmtpSettings.Tls.STARTTLS,
                Optional.empty()),
            secrets);
    assertThat(channel.deliver(List.of(message(Incidents.opened()))))
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_FOR_NOW);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  private static GreenMail secureServer() {
    GreenMail secure = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTPS));
    secure.start();
    secure.setUser("notifier", "notifier", "right");
    return secure;
  }

  private Channel secureChannel(
      String host, GreenMail secure, SecretReference password, SSLSocketFactory trusted) {
    return new SmtpChannel(
        settings(host, secure.getSmtps().getPort(), SmtpSettings.Tls.TLS, Optional.of(password)),
        secrets,
        trusted);
  }
}
