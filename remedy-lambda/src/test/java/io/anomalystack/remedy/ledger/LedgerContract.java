package io.anomalystack.remedy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.RemedyState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every ledger does. */
abstract class LedgerContract {
  static final String ID = "0f".repeat(32);
  static final Entry BEGUN = Entry.begun(ID, "anomaly-remedies-0@12", 1_724_938_500_123L);
  private static final Limit TWICE_AN_HOUR = new Limit(2, Duration.ofHours(1));
  private static final Instant HOUR = Instant.parse("2024-08-29T13:00:00Z");

  abstract Ledger ledger();

  @Test
  void whatIsBegunIsBegunOnce() {
    Ledger ledger = ledger();

    assertThat(ledger.find(ID)).isEmpty();
    assertThat(ledger.begin(BEGUN)).isTrue();
    assertThat(ledger.begin(Entry.begun(ID, "anomaly-remedies-0@13", 0))).isFalse();
    assertThat(ledger.find(ID)).contains(BEGUN);
  }

  @Test
  void knowsHowItEnded() {
    Ledger ledger = ledger();
    Entry ended = BEGUN.ended(RemedyState.EXECUTED, "stöpped: \"ok\"", 1_724_938_501_000L);

    ledger.begin(BEGUN);
    ledger.end(ended);

    assertThat(ledger.find(ID)).contains(ended);
    assertThat(ledger.begin(BEGUN)).isFalse();
  }

  @Test
  void whatWasNotDoneCanBeginAgain() {
    Ledger ledger = ledger();

    ledger.begin(BEGUN);
    ledger.release(BEGUN);

    assertThat(ledger.find(ID)).isEmpty();
    assertThat(ledger.begin(BEGUN)).isTrue();
  }

  @Test
  void nobodyReleasesWhatAnotherHasBegunSince() {
    Ledger ledger = ledger();
    Entry heldBack = BEGUN.ended(RemedyState.HELD_BACK, "limit", 1_724_938_501_000L);
    Entry other = Entry.begun(ID, "anomaly-remedies-0@13", 1_724_938_502_000L);

    assertThat(ledger.begin(heldBack)).isTrue();
    ledger.release(heldBack);
    assertThat(ledger.begin(other)).isTrue();
    ledger.release(heldBack);

    assertThat(ledger.find(ID)).contains(other);
  }

  @Test
  void admitsSoManyInEachHour() {
    Ledger ledger = ledger();

    assertThat(ledger.admit(TWICE_AN_HOUR, HOUR)).isTrue();
    assertThat(ledger.admit(TWICE_AN_HOUR, HOUR.plusSeconds(3599))).isTrue();
    assertThat(ledger.admit(TWICE_AN_HOUR, HOUR.plusSeconds(3599))).isFalse();
    assertThat(ledger.admit(TWICE_AN_HOUR, HOUR.plusSeconds(3600))).isTrue();
  }
}
