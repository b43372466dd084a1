package io.anomalystack.remedy.executor;

/**
 * What came of a try to do something.
 *
 * @param kind what came of it
 * @param text in words, for people; no secret
 */
public record Outcome(Kind kind, String text) {
  /** The ways it can go. */
  public enum Kind {
    /** It was done, or the other side has agreed to do it. */
    DONE,
    /** It was not done, and never is as things are. */
    REFUSED,
    /** It was surely not done, and may be later. */
    NOT_BEGUN,
    /** It was begun, and it is not known whether it was done. */
    IN_DOUBT
  }

  /** It was done, or the other side has agreed to do it. */
  public static Outcome done(String text) {
    return new Outcome(Kind.DONE, text);
  }

  /** It was not done, and never is as things are. */
  public static Outcome refused(String text) {
    return new Outcome(Kind.REFUSED, text);
  }

  /** It was surely not done, and may be later. */
  public static Outcome notBegun(String text) {
    return new Outcome(Kind.NOT_BEGUN, text);
  }

  /** It was begun, and it is not known whether it was done. */
  public static Outcome inDoubt(String text) {
    return new Outcome(Kind.IN_DOUBT, text);
  }
}
