package io.anomalystack.job.config;

/** Where a job without restored state begins to read. */
public enum InputStart {
  /** At the group's committed offsets, else at the earliest. */
  COMMITTED("committed"),
  EARLIEST("earliest"),
  LATEST("latest");

  private final String text;

  InputStart(String text) {
    this.text = text;
  }

  /** As a setting. */
  public String text() {
    return text;
  }
}
