package io.anomalystack.secrets;

/** A value that no log and no message may show: it is read out on purpose or not at all. */
public final class Secret {
  private final String value;

  /** Wraps a value. */
  public Secret(String value) {
    this.value = value;
  }

  /** The value itself; for whom it is meant, never for a text that a person reads. */
  public String reveal() {
    return value;
  }

  /** Not the value. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
