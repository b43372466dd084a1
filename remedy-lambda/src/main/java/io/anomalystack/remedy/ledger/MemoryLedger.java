package io.anomalystack.remedy.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers what this process has begun: the newest 50,000. */
public class MemoryLedger implements Ledger {
  /** Some 500 bytes each. */
  private static final int MOST = 50_000;

  private final Map<String, Entry> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
          return size() > MOST;
        }
      };

  private final Map<Long, Integer> counts = new HashMap<>();

  @Override
  public synchronized Optional<Entry> find(String remedyId) {
    return Optional.ofNullable(entries.get(remedyId));
  }

  @Override
  public synchronized boolean begin(Entry entry) {
    return entries.putIfAbsent(entry.remedyId(), entry) == null;
  }

  @Override
  public synchronized void end(Entry entry) {
    entries.put(entry.remedyId(), entry);
  }

  @Override
  public synchronized void release(Entry entry) {
    entries.computeIfPresent(
        entry.remedyId(), (id, known) -> known.isSameBegin(entry) ? null : known);
  }

  /** Forgets it, whoever has begun it. */
  synchronized void forget(String remedyId) {
    entries.remove(remedyId);
  }

  @Override
  public synchronized boolean admit(Limit limit, Instant now) {
    long span = limit.span(now);
    counts.keySet().removeIf(former -> former < span);
    int count = counts.getOrDefault(span, 0);
    if (count < limit.most()) {
      counts.put(span, count + 1);
      return true;
    }
    return false;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
