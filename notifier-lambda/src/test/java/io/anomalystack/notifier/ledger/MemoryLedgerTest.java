package io.anomalystack.notifier.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest extends LedgerContract {
  @Override
  Ledger ledger() {
    return new MemoryLedger();
  }

  @Test
  void forgetsTheOldestWhenFull() {
    Ledger ledger = ledger();
    ledger.note(List.of(MAIL, PHONE));
    for (int i = 0; i < MemoryLedger.MOST - 1; i++) {
      ledger.note(List.of(new Delivery("alert" + i, "mail")));
    }
    assertThat(ledger.made(List.of(MAIL, PHONE))).containsExactly(PHONE);
  }
}
