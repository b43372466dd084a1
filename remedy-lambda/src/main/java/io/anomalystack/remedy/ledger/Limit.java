package io.anomalystack.remedy.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * How much is done at most, whatever is asked for.
 *
 * @param most at least 1 …
 * @param per … in each of the spans of this length since the epoch: an hour is one of the clock
 */
public record Limit(int most, Duration per) {
  /** The beginning of the span that an instant lies in, epoch seconds. */
  long span(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), per.toSeconds()) * per.toSeconds();
  }

  /** The end of the span that an instant lies in, epoch seconds. */
  long spanEnd(Instant now) {
    return span(now) + per.toSeconds();
  }
}
