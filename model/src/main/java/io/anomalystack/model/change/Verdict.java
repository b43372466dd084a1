package io.anomalystack.model.change;

/**
 * What a change does.
 *
 * @param detail what there is to be said of this one; empty for nothing
 */
record Verdict(Effect effect, String detail) {
  static Verdict atOnce() {
    return atOnce("");
  }

  static Verdict atOnce(String detail) {
    return new Verdict(Effect.AT_ONCE, detail);
  }

  static Verdict keeps(String detail) {
    return new Verdict(Effect.KEEPS, detail);
  }

  static Verdict jumps(String detail) {
    return new Verdict(Effect.JUMPS, detail);
  }

  static Verdict forgets(String why) {
    return new Verdict(Effect.FORGETS, why);
  }

  static Verdict restart(String why) {
    return new Verdict(Effect.RESTART, why);
  }

  /** In one plain sentence. */
  String sentence() {
    return detail.isEmpty() ? effect.words() : effect.words() + " (" + detail + ")";
  }
}
