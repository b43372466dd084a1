package io.anomalystack.notifier.channel;

/**
 * What became of a message on a channel.
 *
 * @param kind what became of it
 * @param reason why it failed, wholly or in part, fit for a log: no secret, no address of a
 *     receiver, nothing of the message; else empty
 */
public record Outcome(Kind kind, String reason) {
  /** The three ways it can go. */
  public enum Kind {
    /** The other side has taken it. */
    DELIVERED,
    /** It may go later: the other side is busy, out of reach, or did not answer. */
    FAILED_FOR_NOW,
    /** It never goes as things are: the other side has looked at it and refused it. */
    REFUSED
  }

  private static final Outcome DONE = new Outcome(Kind.DELIVERED, "");

  /** The other side has taken it. */
  public static Outcome delivered() {
    return DONE;
  }

  /** The other side has taken it for some receivers; to try again would reach these twice. */
  public static Outcome deliveredInPart(String reason) {
    return new Outcome(Kind.DELIVERED, reason);
  }

  /** It may go later. */
  public static Outcome failedForNow(String reason) {
    return new Outcome(Kind.FAILED_FOR_NOW, reason);
  }

  /** It never goes as things are. */
  public static Outcome refused(String reason) {
    return new Outcome(Kind.REFUSED, reason);
  }

  /** Whether the other side has taken it. */
  public boolean isDelivered() {
    return kind == Kind.DELIVERED;
  }
}
