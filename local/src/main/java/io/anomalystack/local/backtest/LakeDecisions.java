package io.anomalystack.local.backtest;

import io.anomalystack.lake.DistinctDecisions;
import io.anomalystack.lake.LakeLayout;
import io.anomalystack.lake.LakeReader;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.local.replay.HeldBack;
import io.anomalystack.local.replay.OutputOrder;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.report.Tally;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What some detectors decided, as a lake holds it; in the order of a replay's output, and each
 * decision once. The decisions of a day are in memory at a time.
 *
 * @param name as the user names the lake
 */
record LakeDecisions(String name, Days days) {

  /** Hands on all decisions of the detectors. */
  DecidedBefore read(List<Detector> detectors, Taker<Decision> taker, ProgressLine progress)
      throws IOException, UsageException {
    LakeReader lake = LakeReader.of(Path.of(name));
    Reading reading =
        new Reading(detectors.stream().map(Detector::name).collect(Collectors.toSet()), taker);
    for (LocalDate day : partitions(lake)) {
      reading.day(lake, day);
      progress.show(
          "%s: %s decisions, %s anomalies"
              .formatted(
                  day,
                  Numbers.count(reading.tally.decisions()),
                  Numbers.count(reading.tally.anomalies())));
    }
    reading.release(Long.MAX_VALUE);
    if (reading.first == null) {
      throw new UsageException(nothing(reading));
    }
    return new DecidedBefore(
        name, reading.tally, reading.repeated, reading.days, reading.first, reading.last);
  }

  private SortedSet<LocalDate> partitions(LakeReader lake) throws IOException {
    return lake.files().stream()
        .map(file -> LocalDate.parse(LakeLayout.day(file)))
        .filter(days::contain)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String nothing(Reading reading) {
    String where =
        "--input: the lake " + name + " holds no decisions" + (days.all() ? "" : " of these days");
    return reading.others.isEmpty()
        ? where
        : "%s of %s, but of %s"
            .formatted(
                where,
                String.join(", ", new TreeSet<>(reading.detectors)),
                String.join(", ", reading.others));
  }

  private static final class Reading {
    private final Set<String> detectors;
    private final Taker<Decision> taker;
    private final Set<String> others = new TreeSet<>();
    private final Tally tally = new Tally();
    private final HeldBack<Decision> heldBack = new HeldBack<>(OutputOrder.DECISIONS);
    private long repeated;
    private int days;
    private LocalDate first;
    private LocalDate last;

    Reading(Set<String> detectors, Taker<Decision> taker) {
      this.detectors = detectors;
      this.taker = taker;
    }

    void day(LakeReader lake, LocalDate day) throws IOException {
      // What starts on this day or later ends after its first instant.
      release(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
      DistinctDecisions decided = new DistinctDecisions();
      lake.between(day, day)
          .forEach(
              decision -> {
                if (!detectors.contains(decision.detectorName())) {
                  others.add(decision.detectorName());
                } else if (!decided.add(decision)) {
                  repeated++;
                }
              });
      decided.forEach(heldBack::add);
      if (decided.size() > 0) {
        days++;
        first = first == null ? day : first;
        last = day;
      }
    }

    void release(long settled) throws IOException {
      heldBack.release(
          settled,
          decision -> {
            tally.decision(decision);
            taker.take(decision);
          });
    }
  }
}
