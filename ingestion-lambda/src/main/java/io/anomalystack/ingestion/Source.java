package io.anomalystack.ingestion;

import java.time.Duration;
import java.util.Optional;

/** Where rows come from. */
public interface Source {
  /**
   * Connects, and checks that what is configured can be read.
   *
   * @param available how long all of it may take
   * @throws IngestionException if not
   */
  Session connect(Duration available);

  /** A connection; each call is a transaction of its own. */
  interface Session extends AutoCloseable {
    /** What is read here. */
    Identity identity();

    /** Whether another cluster was this one before, as the configuration says. */
    boolean continues(String system);

    /**
     * Up to where the table can be seen now.
     *
     * @param furthest that was looked up to before; what this returns never lies behind it
     * @throws IngestionException if this is an older database than the one that was read before
     */
    Horizon horizon(Optional<Horizon> furthest);

    /**
     * The next rows beyond {@code done} and the position, up to {@code target}. By transaction they
     * are the same for the same arguments, whenever it is called; by timestamp, those among them
     * that had committed when it is called.
     *
     * @param limit at most so many
     */
    Batch read(Optional<Horizon> done, Horizon target, Optional<Position> after, int limit);

    @Override
    void close();
  }
}
