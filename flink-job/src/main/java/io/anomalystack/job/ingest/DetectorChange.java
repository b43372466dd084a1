package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;

/**
 * How far one reader is on the way to other detectors. It announces them downstream, and reads by
 * them once a checkpoint has completed that began after that: then the barrier has carried them to
 * every task that its records may come to.
 */
final class DetectorChange {
  private static final long NONE = Long.MAX_VALUE;

  private DetectorSet active;

  /** Whether nothing but the job's submission speaks for those. */
  private boolean submitted = true;

  private DetectorSet wanted;
  private boolean announced;

  /** The first checkpoint that began after the announcement. */
  private long checkpoint = NONE;

  DetectorChange(DetectorSet active) {
    this.active = active;
  }

  /** The detectors to read by. */
  DetectorSet active() {
    return active;
  }

  /**
   * Takes up what is known everywhere, as a split says that was saved or is fresh.
   *
   * @return whether others are active now; never those before
   */
  boolean known(DetectorSet detectors) {
    if (!submitted && !detectors.isNewerThan(active)) {
      return false;
    }
    activate(detectors);
    if (wanted != null && !wanted.isNewerThan(active)) {
      setWanted(null);
    }
    return true;
  }

  private void activate(DetectorSet detectors) {
    active = detectors;
    submitted = false;
  }

  /** Other detectors are wanted; nothing happens where they are active, or older. */
  void want(DetectorSet detectors) {
    if (detectors.isNewerThan(active) && (wanted == null || detectors.isNewerThan(wanted))) {
      setWanted(detectors);
    }
  }

  private void setWanted(DetectorSet next) {
    wanted = next;
    announced = false;
    checkpoint = NONE;
  }

  boolean isToBeAnnounced() {
    return wanted != null && !announced;
  }

  /** What is to be sent downstream now. */
  DetectorSet announce() {
    announced = true;
    return wanted;
  }

  void checkpointBegins(long id) {
    if (announced && checkpoint == NONE) {
      checkpoint = id;
    }
  }

  /** Whether other detectors are active from now on. */
  boolean checkpointCompletes(long id) {
    if (wanted == null || id < checkpoint) {
      return false;
    }
    activate(wanted);
    setWanted(null);
    return true;
  }
}
