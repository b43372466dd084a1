package io.anomalystack.job.history;

import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.lake.DecisionReader;
import io.anomalystack.lake.LakeLayout;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.Predicate;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lake that holds a detector's past decisions, and in them the points that they were made of. It
 * is read through Flink's file systems, from the newest day with a decision of the detector back as
 * far as points can matter.
 */
final class HistoryLake implements PastSource {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryLake.class);

  private final Detector detector;
  private final Path lake;

  /**
   * The lake that a detector names.
   *
   * @param detector with {@code history: {lake: …}}
   */
  HistoryLake(Detector detector) {
    this.detector = detector;
    this.lake = new Path(detector.history().lake());
  }

  @Override
  public void check() {
    try {
      LakePartitions partitions = new LakePartitions(lake);
      for (LocalDate day : partitions.days()) {
        if (!partitions.files(day).isEmpty()) {
          return;
        }
      }
    } catch (IOException e) {
      throw failure(e.getMessage());
    }
    throw failure(
        "there is no file in it: a lake holds %s/date=…/…%s"
            .formatted(LakeLayout.TABLE, LakeLayout.SUFFIX));
  }

  @Override
  public PastPoints read(Predicate<String> wanted, TopicDecoder.WallClock wallClock) {
    check();
    DecidedPoints points = new DecidedPoints(detector, wanted);
    int days;
    try {
      days = read(points);
    } catch (IOException e) {
      throw failure(e.getMessage());
    }
    PastPoints past = points.end();
    if (points.found()) {
      LOG.info(
          "history of detector '{}': {} decisions of {} days in the lake, {} series",
          detector.name(),
          points.decisions(),
          days,
          past.series());
    } else {
      LOG.warn("history of detector '{}': there is no decision of it in {}", detector.name(), lake);
    }
    return past;
  }

  /** Gathers the points; returns of how many days. */
  private int read(DecidedPoints points) throws IOException {
    LakePartitions partitions = new LakePartitions(lake);
    LocalDate oldest = LocalDate.MIN;
    int days = 0;
    for (LocalDate day : partitions.days()) {
      if (day.isBefore(oldest) || (detector.eachRecord() && points.full())) {
        break;
      }
      for (FileStatus file : partitions.files(day)) {
        read(new LakeFile(file), points);
      }
      if (points.found() && days++ == 0) {
        oldest = day.minusDays(span().toDays() + 1);
      }
    }
    return days;
  }

  /**
   * How long before the newest day points can matter. Where each record is a point, nobody knows
   * how far apart they are: there, as long as a series is remembered.
   */
  private Duration span() {
    return detector.eachRecord()
        ? detector.expireAfter()
        : detector.period().multipliedBy(PastPoints.MOST);
  }

  private void read(LakeFile file, DecidedPoints points) throws IOException {
    if (!file.mayHold(detector.name())) {
      return;
    }
    try (DecisionReader decisions = file.points()) {
      for (Decision each = decisions.next(); each != null; each = decisions.next()) {
        points.add(each);
      }
    }
  }

  private HistoryException failure(String reason) {
    return new HistoryException(
        "history of detector '%s' cannot be read from the lake %s: %s"
            .formatted(detector.name(), lake, reason));
  }
}
