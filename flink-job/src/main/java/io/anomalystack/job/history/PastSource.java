package io.anomalystack.job.history;

import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.History;
import java.util.Optional;
import java.util.function.Predicate;

/** What a detector names for its past. */
interface PastSource {
  /** The source that a detector names, if it names one that is read before the topic is. */
  static Optional<PastSource> of(Detector detector) {
    History history = detector.history();
    if (history == null) {
      return Optional.empty();
    }
    if (history.file() != null) {
      return Optional.of(new HistoryFile(detector));
    }
    return history.lake() == null ? Optional.empty() : Optional.of(new HistoryLake(detector));
  }

  /**
   * Makes sure that there is something to read.
   *
   * @throws HistoryException if there is not
   */
  void check();

  /**
   * Reads all of it. What cannot be counted is left out, and said in the log.
   *
   * @param wanted by a time series' id, whether its points are to be kept
   * @throws HistoryException if it cannot be read
   */
  PastPoints read(Predicate<String> wanted, TopicDecoder.WallClock wallClock);
}
