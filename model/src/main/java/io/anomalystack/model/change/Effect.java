package io.anomalystack.model.change;

/** What a change of the detector file does to a running job, the mildest first. */
public enum Effect {
  /** It counts from the next record on, and all that was learned stays. */
  AT_ONCE("takes effect at once"),
  /** What models learned stays; something smaller begins anew. */
  KEEPS("keeps what was learned"),
  /** What models learned stays, but the values that they see may be others. */
  JUMPS("keeps what was learned, values may jump"),
  /** Something that was learned is lost: refused unless the user says that it is meant. */
  FORGETS("forgets what was learned"),
  /** A running job cannot do it at all. */
  RESTART("needs a restart from a savepoint");

  private final String words;

  Effect(String words) {
    this.words = words;
  }

  /** As people are told. */
  public String words() {
    return words;
  }
}
