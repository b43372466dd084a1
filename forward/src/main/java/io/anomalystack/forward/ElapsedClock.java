package io.anomalystack.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The time of records that have none, in a back-fill: that of the start and the {@code step_time}
 * of all steps since. A line for several steps, by their {@code step}, has their mean.
 */
public final class ElapsedClock {
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  /** A year: no step takes so long, and the sum of what is more would overflow. */
  private static final double MOST_SECONDS = 366 * 86_400;

  private final Instant start;
  private long elapsedMillis;
  private long lastStep;

  /**
   * A clock.
   *
   * @param start the time before the first line's steps
   * @param reached how far it has run before; null for nowhere
   */
  public ElapsedClock(Instant start, Reached reached) {
    this.start = start;
    this.elapsedMillis = reached == null ? 0 : reached.elapsedMillis();
    this.lastStep = reached == null ? 0 : reached.lastStep();
  }

  /**
   * The time at the end of a record's step; empty if the record does not say how long that took.
   */
  Optional<Instant> after(JsonNode fields) {
    JsonNode seconds = fields.path("step_time");
    if (!seconds.isNumber()
        || seconds.doubleValue() < 0
        || !(seconds.doubleValue() <= MOST_SECONDS)) {
      return Optional.empty();
    }
    long step = fields.path("step").asLong(lastStep + 1);
    long steps = lastStep > 0 && step > lastStep ? step - lastStep : 1;
    elapsedMillis +=
        seconds.decimalValue().multiply(MILLIS).multiply(BigDecimal.valueOf(steps)).longValue();
    lastStep = step;
    return Optional.of(start.plusMillis(elapsedMillis));
  }

  /** How far it has run. */
  Reached reached() {
    return new Reached(elapsedMillis, lastStep);
  }

  /**
   * How far a clock has run.
   *
   * @param lastStep the last step that it has counted; 0 for none
   */
  public record Reached(long elapsedMillis, long lastStep) {
    static final Reached NOTHING = new Reached(0, 0);
  }
}
