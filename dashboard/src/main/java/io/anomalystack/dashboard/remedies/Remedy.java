package io.anomalystack.dashboard.remedies;

/**
 * A remedy as it was told of last. Times are epoch milliseconds in UTC.
 *
 * @param name the policy's
 * @param action what is done, such as {@code stop}
 * @param target what it is done to; null where that is not said
 * @param state the last thing said of it, such as {@code requested} or {@code held-back}
 * @param reason why, for people; null where that is not said
 * @param dryRun whether it is only said, not done
 * @param recoverable whether the run can go on afterwards
 * @param time when it was first told of
 * @param changed when it was last told of
 */
public record Remedy(
    String id,
    String name,
    String action,
    String target,
    String state,
    String reason,
    String detector,
    boolean dryRun,
    boolean recoverable,
    long time,
    long changed) {

  /** The same, first told of at another time. */
  Remedy since(long first) {
    return new Remedy(
        id,
        name,
        action,
        target,
        state,
        reason,
        detector,
        dryRun,
        recoverable,
        Math.min(first, time),
        changed);
  }
}
