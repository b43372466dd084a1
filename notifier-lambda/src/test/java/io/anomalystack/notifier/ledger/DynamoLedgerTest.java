package io.anomalystack.notifier.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.secrets.AwsAccess;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DynamoLedgerTest extends LedgerContract {
  private static final Instant NOW = Instant.parse("2024-08-29T15:00:00Z");

  private DynamoServer dynamo;

  @BeforeEach
  void start() throws IOException {
    dynamo = new DynamoServer();
  }

  @AfterEach
  void stop() {
    dynamo.close();
  }

  @Override
  Ledger ledger() {
    AwsAccess aws =
        new AwsAccess(
            Map.of(
                "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "example",
                "AWS_REGION", "eu-central-1",
                "AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint()));
    return DynamoLedger.open(
        "anomaly-notified", Duration.ofDays(8), aws, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void itemsEndWithTheTablesTimeToLive() {
    ledger().note(List.of(MAIL));
    assertThat(dynamo.items.get("a".repeat(64) + "#mail").at("/expiresAt/N").textValue())
        .isEqualTo(Long.toString(NOW.plus(Duration.ofDays(8)).getEpochSecond()));
  }

  @Test
  void anotherProcessKnowsToo() {
    ledger().note(List.of(MAIL));
    assertThat(ledger().made(List.of(MAIL, PHONE))).containsExactly(MAIL);
  }

  @Test
  void keysThatAreLeftUnreadAreAskedForAgain() {
    Ledger ledger = ledger();
    ledger.note(List.of(MAIL, PHONE, OTHER));
    dynamo.mostAnswered = 1;
    assertThat(ledger.made(List.of(MAIL, PHONE, OTHER))).hasSize(3);
  }

  @Test
  void aTableThatAnswersNothingIsOutOfReach() {
    Ledger ledger = ledger();
    dynamo.mostAnswered = 0;
    assertThatExceptionOfType(LedgerUnavailableException.class)
        .isThrownBy(() -> ledger.made(List.of(MAIL)))
        .withMessageContaining("anomaly-notified");
  }

  @Test
  void aTableThatIsNotThereKeepsNoMessageBack() {
    dynamo.fail();
    Ledger ledger = new LayeredLedger(new MemoryLedger(), ledger());
    assertThat(ledger.made(List.of(MAIL))).isEmpty();
    ledger.note(List.of(MAIL));
    assertThat(ledger.made(List.of(MAIL, PHONE))).containsExactly(MAIL);
  }

  @Test
  void whatThisProcessKnowsIsNotAskedFor() {
    Ledger ledger = new LayeredLedger(new MemoryLedger(), ledger());
    ledger.note(List.of(MAIL));
    int before = dynamo.requests();
    assertThat(ledger.made(List.of(MAIL))).containsExactly(MAIL);
    assertThat(dynamo.requests()).isEqualTo(before);
  }
}
