package io.anomalystack.remedy.ledger;

import io.anomalystack.model.RemedyState;
import java.util.Optional;

/**
 * What was begun, and what came of it.
 *
 * @param remedyId what it is known by
 * @param place the record that asked for it, {@code topic-partition@offset}
 * @param begunAt epoch ms of the wall clock
 * @param ending empty while it goes on, or where nobody lived to see its end
 */
public record Entry(String remedyId, String place, long begunAt, Optional<Ending> ending) {
  /**
   * What came of it.
   *
   * @param state {@code executed}, {@code failed}, or {@code held_back} where nothing was begun
   * @param outcome in words
   * @param at epoch ms of the wall clock
   */
  public record Ending(RemedyState state, String outcome, long at) {}

  /** Something that is begun now. */
  public static Entry begun(String remedyId, String place, long now) {
    return new Entry(remedyId, place, now, Optional.empty());
  }

  /** Whether both are of the same begin, however it ended. */
  public boolean isSameBegin(Entry other) {
    return remedyId.equals(other.remedyId) && place.equals(other.place) && begunAt == other.begunAt;
  }

  /** The same with its end. */
  public Entry ended(RemedyState state, String outcome, long at) {
    return new Entry(remedyId, place, begunAt, Optional.of(new Ending(state, outcome, at)));
  }
}
