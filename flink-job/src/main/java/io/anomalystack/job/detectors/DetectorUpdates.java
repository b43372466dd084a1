package io.anomalystack.job.detectors;

import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where another detector file comes from while the job runs. Each topic has a copy of its own, on
 * the JobManager.
 */
public interface DetectorUpdates extends Serializable {
  /**
   * How often to look. Zero: never; then what the job was submitted with counts, after a restore as
   * well.
   */
  Duration every();

  /**
   * Looks whether there is another file, which may take effect at once. One that is unreadable or
   * refused is none; why is its own to say, once. Called by one thread, which it may hold up.
   *
   * @param running all detectors of the file that was accepted last
   * @param digest of that file's content, as {@link Update#digest} was; empty where unknown
   */
  Optional<Update> look(List<Detector> running, String digest) throws IOException;

  /** How many files have been refused since the start. */
  default long refused() {
    return 0;
  }

  /**
   * A file that may take effect.
   *
   * @param detectors all of its detectors, of all topics
   * @param digest of its content
   */
  record Update(List<Detector> detectors, String digest) implements Serializable {}

  /** The file as it is when the job is submitted. */
  static DetectorUpdates none() {
    return new Unchanging();
  }

  /** Never another file. */
  record Unchanging() implements DetectorUpdates {
    @Override
    public Duration every() {
      return Duration.ZERO;
    }

    @Override
    public Optional<Update> look(List<Detector> running, String digest) {
      return Optional.empty();
    }
  }
}
