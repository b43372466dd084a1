package io.anomalystack.notifier.ledger;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table that all processes share, behind this process's memory. While the table is out of reach,
 * memory alone decides: better a message twice than none.
 */
final class LayeredLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(LayeredLedger.class);

  private final Ledger memory;
  private final Ledger table;

  LayeredLedger(Ledger memory, Ledger table) {
    this.memory = memory;
    this.table = table;
  }

  @Override
  public Set<Delivery> made(Collection<Delivery> deliveries) {
    Set<Delivery> made = new HashSet<>(memory.made(deliveries));
    Set<Delivery> unknown = new LinkedHashSet<>(deliveries);
    unknown.removeAll(made);
    if (unknown.isEmpty()) {
      return made;
    }
    try {
      Set<Delivery> elsewhere = table.made(unknown);
      memory.note(elsewhere);
      made.addAll(elsewhere);
    } catch (LedgerUnavailableException e) {
      LOG.error(
          "Not known whether any of {} was delivered before: {}", unknown.size(), e.getMessage());
    }
    return made;
  }

  @Override
  public void note(Collection<Delivery> deliveries) {
    memory.note(deliveries);
    try {
      table.note(deliveries);
    } catch (LedgerUnavailableException e) {
      LOG.error("Not noted that {} were delivered: {}", deliveries.size(), e.getMessage());
    }
  }

  @Override
  public void close() {
    memory.close();
    table.close();
  }
}
