package io.anomalystack.remedy.ledger;

class MemoryLedgerTest extends LedgerContract {
  private final Ledger ledger = new MemoryLedger();

  @Override
  Ledger ledger() {
    return ledger;
  }
}
