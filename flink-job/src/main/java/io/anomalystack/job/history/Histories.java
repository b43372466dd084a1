package io.anomalystack.job.history;

import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.model.detector.Detector;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pasts of a task's detectors, for those that name a file or a lake of theirs. Read when the
 * job starts for the first time; after a restore only when a series turns up that was never seen
 * before.
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
   * @throws HistoryException at the first start, if a file or a lake cannot be read
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

  /** The past of a detector's series; empty where it names none that is read before its topic. */
  public PastPoints of(Detector detector) {
    PastPoints known = byDetector.get(detector.name());
    if (known == null) {
      Optional<PastSource> source = PastSource.of(detector);
      known = source.isEmpty() ? NONE : read(source.get());
      byDetector.put(detector.name(), known);
    }
    return known;
  }

  private PastPoints read(PastSource source) {
    if (restored) {
      try {
        source.check();
      } catch (HistoryException e) {
        LOG.warn("{}; series that are new from now on begin without it", e.getMessage());
        return NONE;
      }
    }
    return source.read(wanted, wallClock);
  }
}
