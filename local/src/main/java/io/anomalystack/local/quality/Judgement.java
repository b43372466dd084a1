package io.anomalystack.local.quality;

/** What the labels say of a decision. */
public enum Judgement {
  /** The model was learning: not counted at all. */
  LEARNING(0),
  /** No alert. */
  QUIET(1),
  /** An alert in a labelled window, or shortly behind it. */
  RIGHT(2),
  /** An alert where nothing is labelled. */
  FALSE(3);

  private final int code;

  Judgement(int code) {
    this.code = code;
  }

  /** The number that stands for it in files, below 4. */
  public int code() {
    return code;
  }

  /** The judgement for which a number stands. */
  public static Judgement of(int code) {
    return switch (code) {
      case 0 -> LEARNING;
      case 1 -> QUIET;
      case 2 -> RIGHT;
      case 3 -> FALSE;
      default -> throw new IllegalArgumentException("judgement: expected 0 to 3, was " + code);
    };
  }
}
