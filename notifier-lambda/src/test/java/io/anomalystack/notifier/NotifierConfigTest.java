package io.anomalystack.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.model.AlertState;
import io.anomalystack.model.Severity;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.notifier.channel.FileSettings;
import io.anomalystack.notifier.mail.SmtpSettings;
import io.anomalystack.notifier.sns.SnsSettings;
import io.anomalystack.notifier.webhook.WebhookSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifierConfigTest {
  private static final Path DIRECTORY = Path.of("/config");

  @Test
  void readsEverySetting() throws InvalidConfigException {
    NotifierConfig config =
        read(
            """
            zone: Europe/Berlin
            dashboard: https://example.com/
            tell: [opened, resolved]
            maxAge: 2h
            ledger: {table: anomaly-notified, keep: 2d}
            channels:
              - name: ops
                type: sns
                topic: arn:aws:sns:eu-central-1:123456789012:anomalies
                routes: [ops]
                minSeverity: warning
              - name: mail
                type: smtp
                host: mail.example.com
                from: Anomalies <anomalies@example.com>
                to: [ops@example.com]
                user: notifier
                password: {secretsManager: mail-password}
              - {name: hook, type: webhook, url: 'https://example.com/hook', secret: {environment: HOOK}}
              - {name: chat, type: webhook, url: {secretsManager: slack-url}, form: slack}
              - {name: screen, type: console}
              - {name: record, type: file, path: messages.jsonl}
            """);
    assertThat(config.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(config.dashboard()).contains(URI.create("https://example.com/"));
    assertThat(config.tell()).containsExactlyInAnyOrder(AlertState.OPENED, AlertState.RESOLVED);
    assertThat(config.maxAge()).contains(Duration.ofHours(2));
    assertThat(config.ledger().table()).contains("anomaly-notified");
    assertThat(config.ledger().keep()).isEqualTo(Duration.ofDays(2));
    List<ChannelConfig> channels = config.channels();
    assertThat(channels)
        .extracting(ChannelConfig::name)
        .containsExactly("ops", "mail", "hook", "chat", "screen", "record");
    assertThat(channels.get(0).routing()).isEqualTo(new Routing(Set.of("ops"), Severity.WARNING));
    assertThat(channels.get(0).settings()).isInstanceOf(SnsSettings.class);
    SmtpSettings mail = (SmtpSettings) channels.get(1).settings();
    assertThat(mail.port()).isEqualTo(587);
    assertThat(mail.tls()).isEqualTo(SmtpSettings.Tls.STARTTLS);
    assertThat(channels.get(1).routing()).isEqualTo(Routing.ALL);
    WebhookSettings chat = (WebhookSettings) channels.get(3).settings();
    assertThat(chat.target().secretUrl()).isPresent();
    assertThat(chat.form()).isEqualTo(WebhookSettings.Form.SLACK);
    assertThat(channels.get(5).settings())
        .isEqualTo(new FileSettings("record", Path.of("/config/messages.jsonl")));
  }

  @Test
  void defaultsTellAllButUpdates() throws InvalidConfigException {
    NotifierConfig config = read("channels: [{name: screen, type: console}]");
    assertThat(config.zone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(config.dashboard()).isEmpty();
    assertThat(config.tell()).hasSize(5).doesNotContain(AlertState.UPDATED);
    assertThat(config.maxAge()).contains(Duration.ofDays(1));
    assertThat(config.ledger().table()).isEmpty();
  }

  @Test
  void noLimitOfAgeIsSaidInAWord() throws InvalidConfigException {
    assertThat(read("{maxAge: none, channels: [{name: a, type: console}]}").maxAge()).isEmpty();
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                read(
                    """
                    zone: Berlin
                    dashbord: https://example.com/
                    tell: [opend]
                    channels:
                      - {name: a b, type: sns, topic: anomalies}
                      - {name: mail, type: smtp, host: h, to: [x, 'a@b.c, d@e.f'], from: 'a@b.c', tls: none, user: u, password: {environment: P}}
                      - {name: mail, type: console, path: x}
                      - {name: hook, type: webhook, url: 'ftp://example.com', form: teams}
                      - {name: odd, type: pager}
                      - {name: untyped}
                    """))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "zone: must be a time zone such as 'UTC' or 'Europe/Berlin', was 'Berlin'",
                        "dashbord: unknown setting; did you mean 'dashboard'?",
                        "tell[0]: must be one of opened, updated, escalated, reminded, resolved,"
                            + " reopened, was 'opend'",
                        "channels[0].name: must be up to 64 letters, digits, '_', '.' or '-', was"
                            + " 'a b'",
                        "channels[0].topic: must be a topic's ARN such as"
                            + " 'arn:aws:sns:eu-central-1:123456789012:anomalies', was 'anomalies'",
                        "channels[1].to[0]: must be one mail address such as 'ops@example.com'",
                        "channels[1].to[1]: must be one mail address such as 'ops@example.com'",
                        "channels[1].password: would be sent in clear with 'tls: none'; set"
                            + " starttls or tls",
                        "channels[2].name: must be a name that no other channel has, was 'mail'",
                        "channels[2].path: unknown setting; known here: name, type, routes,"
                            + " minSeverity",
                        "channels[3].url: must be an address such as 'https://example.com/', without"
                            + " a password",
                        "channels[3].form: must be one of json, slack, was 'teams'",
                        "channels[4].type: must be one of sns, smtp, webhook, console, file, was"
                            + " 'pager'",
                        "channels[5]: must set type: sns, smtp, webhook, console or file"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channels: []|channels: must list at least one channel",
        "zone: UTC|channels: required, but missing",
        "{maxAge: 1s, channels: [{name: a, type: console}]}|maxAge: must be between 1m and 365d",
        "{ledger: {table: abc, keep: 12h}, channels: [{name: a, type: console}]}|ledger: keeps what was delivered for less than maxAge",
        "{ledger: {}, channels: [{name: a, type: console}]}|ledger.table: required, but missing",
        "{dashboard: 'https://a.example/#x', channels: [{name: a, type: console}]}|dashboard: must not contain '#'",
        "{channels: [{name: a, type: smtp, host: h, from: a@b.c, to: a@b.c, password: {environment: P}}]}|channels[0].password: needs a user",
        "{channels: [{name: a, type: smtp, host: h, from: a@b.c, to: a@b.c, user: u}]}|channels[0].user: needs a password",
        "{channels: [{name: a, type: webhook, url: 'https://u:p@a.example/'}]}|channels[0].url: must be an address",
      })
  void saysWhatIsWrong(String text, String problem) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(text))
        .withMessageContaining(problem);
  }

  @Test
  void aSecretInClearIsNotRepeated() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                read(
                    """
                    channels:
                      - {name: a, type: webhook, url: 'https://u:s3cret@a.example/', secret: s3cret}
                      - {name: b, type: smtp, host: h, from: a@b.c, to: a@b.c, user: u, password: s3cret}
                    """))
        .satisfies(e -> assertThat(e.problems()).hasSize(3))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  private static NotifierConfig read(String text) throws InvalidConfigException {
    return NotifierConfig.read(text, DIRECTORY);
  }
}
