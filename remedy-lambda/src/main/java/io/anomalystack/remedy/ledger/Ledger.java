package io.anomalystack.remedy.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What was begun, noted before it is: so that what must not be done twice is done once at most.
 *
 * <p>Every method throws {@link LedgerUnavailableException} if it cannot say or write now; then
 * nothing is done.
 */
public interface Ledger extends AutoCloseable {
  /** What is known of a remedy. */
  Optional<Entry> find(String remedyId);

  /**
   * Notes that it begins, or that it was held back; false, and nothing noted, where there is a note
   * of it already.
   */
  boolean begin(Entry entry);

  /** Notes how it ended, or that nothing of it was begun. */
  void end(Entry entry);

  /**
   * Forgets that it was begun, as it surely was not done. What another process has noted since is
   * another begin, and stays.
   */
  void release(Entry entry);

  /** Counts one action more; false, and nothing counted, where the limit is reached. */
  boolean admit(Limit limit, Instant now);

  /** Gives connections back; never fails. */
  @Override
  void close();
}
