package io.anomalystack.notifier.ledger;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Remembers the newest deliveries of this process. */
public final class MemoryLedger implements Ledger {
  /** Some 200 bytes each; many times what one batch of 10,000 records through some channels has. */
  static final int MOST = 50_000;

  private final Map<Delivery, Boolean> newest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Delivery, Boolean> eldest) {
          return size() > MOST;
        }
      };

  @Override
  public synchronized Set<Delivery> made(Collection<Delivery> deliveries) {
    Set<Delivery> made = new LinkedHashSet<>(deliveries);
    made.retainAll(newest.keySet());
    return made;
  }

  @Override
  public synchronized void note(Collection<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      newest.put(delivery, true);
    }
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
