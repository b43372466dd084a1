package io.anomalystack.job.windowing;

/** What may be read in place of a finite number, the worst first. */
enum NotFinite {
  NAN("NaN"),
  INFINITY("Infinity"),
  NEGATIVE_INFINITY("-Infinity");

  final String text;

  NotFinite(String text) {
    this.text = text;
  }

  /** Of two, which may be null, the worse: whichever was read first, the same is told. */
  static NotFinite worse(NotFinite one, NotFinite other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }
}
