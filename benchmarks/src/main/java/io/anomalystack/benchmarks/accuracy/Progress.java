package io.anomalystack.benchmarks.accuracy;

/** One line on stderr that says how far a run is. */
final class Progress {
  private final String what;
  private final int total;
  private int done;

  Progress(String what, int total) {
    this.what = what;
    this.total = total;
  }

  /** One more is done; the last one clears the line. */
  synchronized void step() {
    done++;
    String line = "%s: %d of %d".formatted(what, done, total);
    System.err.print("\r" + (done < total ? line : " ".repeat(line.length()) + "\r"));
    System.err.flush();
  }
}
