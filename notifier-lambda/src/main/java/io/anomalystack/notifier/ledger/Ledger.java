package io.anomalystack.notifier.ledger;

import java.util.Collection;
import java.util.Set;

/** What was delivered, so that a record that comes again makes no second message. */
public interface Ledger extends AutoCloseable {
  /**
   * Those of the deliveries that were made.
   *
   * @throws LedgerUnavailableException if that cannot be known now
   */
  Set<Delivery> made(Collection<Delivery> deliveries);

  /**
   * Notes deliveries that were made.
   *
   * @throws LedgerUnavailableException if they cannot be noted now
   */
  void note(Collection<Delivery> deliveries);

  /** Gives connections back; never fails. */
  @Override
  void close();
}
