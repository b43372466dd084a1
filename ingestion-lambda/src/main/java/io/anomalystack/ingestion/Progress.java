package io.anomalystack.ingestion;

import java.util.Optional;

/**
 * What has been published: every row that {@code done} sees, and of those that {@code target} sees
 * beyond it every row up to {@code after}. It is written in the transaction of the rows, so that
 * either both are there or neither.
 *
 * @param done empty before all rows of a first horizon have been published
 * @param target empty unless a horizon's rows have been published in part
 * @param after the last row published towards the target; empty if none was
 * @param rows how many rows were published in all
 */
public record Progress(
    Identity identity,
    Optional<Horizon> done,
    Optional<Horizon> target,
    Optional<Position> after,
    long rows) {

  /** Nothing is published yet. */
  static Progress none(Identity identity) {
    return new Progress(identity, Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }

  /** Up to where the table has been looked at: no later look may lie behind it. */
  Optional<Horizon> furthest() {
    return target.or(() -> done);
  }

  /** The rows beyond those that are done are to be published up to a horizon. */
  Progress towards(Horizon horizon) {
    return new Progress(identity, done, Optional.of(horizon), Optional.empty(), rows);
  }

  /** So many more rows have been published, the last of them here; there may be others. */
  Progress upTo(Position last, int count) {
    return new Progress(identity, done, target, Optional.of(last), rows + count);
  }

  /** The last rows towards the target have been published. */
  Progress reached(int count) {
    return new Progress(identity, target, Optional.empty(), Optional.empty(), rows + count);
  }
}
