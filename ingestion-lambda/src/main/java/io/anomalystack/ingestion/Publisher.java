package io.anomalystack.ingestion;

import java.util.Optional;

/**
 * Where rows go: in transactions, of which each leaves all of its rows and the progress with them,
 * or nothing.
 */
public interface Publisher extends AutoCloseable {
  /**
   * Ends whatever transaction of this source is open anywhere, keeps everybody else from ever
   * committing one, and only then reads the progress.
   *
   * @return empty if there is none
   */
  Optional<Progress> takeOver();

  /** Begins a transaction. */
  void begin();

  /** Sends a row in the transaction. */
  void send(Row row);

  /** Sends, in the transaction, what has been published once it is committed. */
  void send(Progress progress);

  /**
   * Commits the transaction; if this throws it may have been committed or not.
   *
   * @throws TakenOverException as all methods, if another invocation has taken over
   */
  void commit();

  /** Leaves no transaction open, as far as the broker can be reached. */
  @Override
  void close();
}
