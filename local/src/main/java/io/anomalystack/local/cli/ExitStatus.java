package io.anomalystack.local.cli;

/** What the command's exit status says. */
final class ExitStatus {
  static final int FINE = 0;

  /** All went well, but what was measured is not good enough. */
  static final int GATE_MISSED = 1;

  /** The detector file is fine, but a running job would refuse it. */
  static final int REFUSED = 1;

  /** Bad usage or configuration: nothing was done. */
  static final int USAGE = 2;

  /** Something failed while running. */
  static final int FAILED = 3;

  private ExitStatus() {}
}
