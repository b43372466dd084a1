package io.anomalystack.job.history;

import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.model.detector.Detector;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pasts of a task's detectors, for those that name a file of theirs. Read when the job starts
 * for the first time; after a restore only when a series turns up that was never seen before.
 */
public final class Histories {
  private static final Logger LOG = LoggerFactory.getLogger(Histories.class);
  private static final PastPoints NONE = new PastPoints();

  private final Predicate<String> wanted;
  private final TopicDecoder.WallClock wallClock;
  private final boolean restored;
  private final Map<String, PastPoints> byDetector = new HashMap<>();

  /**
   * Reads what has to be there.
   *
   * @param wanted by a time series' id, whether it is this task's
   * @param restored whether models that were saved are there already: then a file may be gone
   * @throws HistoryException at the first start, if a file cannot be read
   */
  public Histories(
      Collection<Detector> detectors,
      Predicate<String> wanted,
      TopicDecoder.WallClock wallClock,
      boolean restored) {
    this.wanted = wanted;
    this.wallClock = wallClock;
    this.restored = restored;
    if (!restored) {
      detectors.forEach(this::of);
    }
  }

  /** The past of a detector's series; empty where it names no file. */
  public PastPoints of(Detector detector) {
    if (detector.history() == null || detector.history().file() == null) {
      return NONE;
    }
    PastPoints known = byDetector.get(detector.name());
    if (known == null) {
      known = read(detector);
      byDetector.put(detector.name(), known);
    }
    return known;
  }

  private PastPoints read(Detector detector) {
    HistoryFile file = new HistoryFile(detector);
    if (restored) {
      try {
        file.check();
      } catch (HistoryException e) {
        LOG.warn("{}; series that are new from now on begin without it", e.getMessage());
        return NONE;
      }
    }
    return file.read(wanted, wallClock);
  }
}
