package io.anomalystack.remedy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.secrets.AwsAccess;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DynamoLedgerTest extends LedgerContract {
  private DynamoServer server;
  private Ledger ledger;

  @BeforeEach
  void start() throws IOException {
    server = new DynamoServer();
    ledger = open();
  }

  private Ledger open() {
    AwsAccess aws =
        new AwsAccess(
            Map.of(
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_REGION", "eu-central-1",
                "AWS_ENDPOINT_URL_DYNAMODB", server.endpoint()));
    return DynamoLedger.open("remedies", Duration.ofDays(30), aws, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    ledger.close();
    server.close();
  }

  @Override
  Ledger ledger() {
    return ledger;
  }

  @Test
  void whatOneProcessBeginsNoOtherBegins() {
    try (Ledger other = open()) {
      assertThat(ledger.begin(BEGUN)).isTrue();
      assertThat(other.begin(Entry.begun(ID, "anomaly-remedies-0@13", 7))).isFalse();
    }
  }

  @Test
  void theSameRecordInTheSameMillisecondIsBegunOnce() {
    try (Ledger other = open()) {
      assertThat(ledger.begin(BEGUN)).isTrue();
      assertThat(other.begin(BEGUN)).isFalse();
    }
  }

  @Test
  void saysThatItCannotSay() {
    server.fail();

    assertThatThrownBy(() -> ledger.find(ID)).isInstanceOf(LedgerUnavailableException.class);
    assertThatThrownBy(() -> ledger.begin(BEGUN)).isInstanceOf(LedgerUnavailableException.class);
  }
}
