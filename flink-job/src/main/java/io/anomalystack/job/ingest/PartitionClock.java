package io.anomalystack.job.ingest;

/**
 * The event time of one partition: the newest timestamp seen, except that a single record far ahead
 * of its neighbours does not move it.
 *
 * <p>A timestamp more than {@code leap} ahead is believed only once the next record is ahead as
 * well. So a true gap moves the clock with its second record, and a stray record, which the next
 * one contradicts, never does: it closes nobody's periods.
 *
 * <p>The clock is part of the partition's state, saved with its offset.
 */
public final class PartitionClock {
  /** Before the first believed record. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private long leap;
  private long now;
  private long unconfirmed;

  /**
   * A clock as it was saved.
   *
   * @param leap how far ahead a timestamp is believed at once, in ms
   * @param now {@link #now} when saved, {@link #UNKNOWN} at first
   * @param unconfirmed {@link #unconfirmed} when saved, {@link #UNKNOWN} at first
   */
  public PartitionClock(long leap, long now, long unconfirmed) {
    this.leap = leap;
    this.now = now;
    this.unconfirmed = unconfirmed;
  }

  /** How far ahead a timestamp is believed at once from now on, in ms. */
  void leap(long millis) {
    leap = millis;
  }

  /** Takes note of a record's event time, in epoch ms. */
  public void observe(long eventTime) {
    if (!isLeap(eventTime)) {
      now = Math.max(now, eventTime);
      // A leap that came within reach is believed; one still beyond it is contradicted.
      now = isLeap(unconfirmed) ? now : Math.max(now, unconfirmed);
      unconfirmed = UNKNOWN;
    } else if (unconfirmed == UNKNOWN) {
      unconfirmed = eventTime;
    } else {
      // Two in a row beyond the clock: the lesser of them is believed.
      now = Math.min(unconfirmed, eventTime);
      long further = Math.max(unconfirmed, eventTime);
      unconfirmed = UNKNOWN;
      if (isLeap(further)) {
        unconfirmed = further;
      } else {
        now = further;
      }
    }
  }

  private boolean isLeap(long eventTime) {
    return now == UNKNOWN || eventTime - leap > now;
  }

  /** The partition's event time in epoch ms, or {@link #UNKNOWN}. Never goes back. */
  public long now() {
    return now;
  }

  /** A timestamp far ahead that waits for the next record to confirm it, or {@link #UNKNOWN}. */
  public long unconfirmed() {
    return unconfirmed;
  }

  /**
   * The newest event time of the partition that no later record has contradicted, or {@link
   * #UNKNOWN}: what counts as newest should the input end here.
   */
  public long newest() {
    return Math.max(now, unconfirmed);
  }
}
