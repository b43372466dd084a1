package io.anomalystack.functions;

/**
 * What became of a post.
 *
 * @param kind what became of it
 * @param reason why it was not accepted, fit for a log: the host and what it said; else empty
 */
public record PostOutcome(Kind kind, String reason) {
  /** The ways it can go. */
  public enum Kind {
    /** The other side has taken it: 2xx. */
    ACCEPTED,
    /** It has not been taken, and may be later: no connection, or told to come again. */
    BUSY,
    /** It was sent, and it is not known whether it was taken: no answer, or a failing server's. */
    UNKNOWN,
    /** It is never taken as things are: any other 4xx, or a redirect. */
    REFUSED
  }
}
