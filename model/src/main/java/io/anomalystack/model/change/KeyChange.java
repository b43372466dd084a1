package io.anomalystack.model.change;

/**
 * One setting of a detector that differs.
 *
 * @param key its name in the file, such as {@code peers.beyond}; of lists by the names of what they
 *     hold, such as {@code rules.low-mfu.evidence}
 * @param before as it was, for people to read; {@code none} where it was not set and has no default
 * @param after as it is to be, likewise
 * @param effect what that does to a running job
 * @param consequence the same in one plain sentence
 */
public record KeyChange(
    String key, String before, String after, Effect effect, String consequence) {
  static KeyChange of(String key, Object before, Object after, Verdict verdict) {
    String was = ValueText.shown(before);
    String is = ValueText.shown(after);
    // Such as a calendar, which is more than can be shown.
    String shown = is.equals(was) ? is + " (changed)" : is;
    return new KeyChange(key, was, shown, verdict.effect(), verdict.sentence());
  }

  KeyChange with(Verdict verdict) {
    return new KeyChange(key, before, after, verdict.effect(), verdict.sentence());
  }
}
