package io.anomalystack.job.remedies;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of one target. Saved in the job's state, so that fields may be added but never
 * renamed. All times are epoch ms of event time.
 */
public final class TargetState {
  /** No look at it is due. */
  static final long NO_TIMER = Long.MAX_VALUE;

  /** When there was a finding last. */
  public long seen = Long.MIN_VALUE;

  /** Whether it was stopped for a fault that is not over. */
  public boolean stopped;

  /** How long there must be no finding, in ms, for that fault to be over. */
  public long quiet;

  /**
   * Whether a dry run would have stopped it: what is only tried out must not hold back what is in
   * earnest.
   */
  public boolean dryStopped;

  /** As {@code quiet}, for that of the dry run. */
  public long dryQuiet;

  /** By the remedy's name. */
  public Map<String, RemedyProgress> remedies = new HashMap<>();

  /** When the next look at it is due; never later than it is to be forgotten. */
  public long timer = NO_TIMER;

  /** Takes note of findings at a moment; what was stopped is another target after its quiet. */
  void seenAt(long moment) {
    boolean over = stopped && moment - seen >= quiet;
    boolean dryOver = dryStopped && moment - seen >= dryQuiet;
    stopped &= !over;
    dryStopped &= !dryOver;
    if (over || dryOver) {
      remedies.values().forEach(RemedyProgress::beginAnew);
    }
    seen = Math.max(seen, moment);
  }

  boolean isStoppedFor(boolean dryRun) {
    return stopped || (dryRun && dryStopped);
  }

  void stop(boolean dryRun, long quietFor) {
    if (dryRun) {
      dryStopped = true;
      dryQuiet = quietFor;
    } else {
      stopped = true;
      quiet = quietFor;
    }
  }
}
