package io.anomalystack.job.remedies;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyState;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Remedy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What is to be done to one target, without any of Flink's machinery. It depends on the findings
 * and their moments alone.
 *
 * @param detector whose remedies they are
 * @param target the target's dimensions
 * @param remedies those that act upon it, in the order of the file
 */
record RemedyPolicy(Detector detector, List<Dimension> target, List<Remedy> remedies) {
  /** The most severe first; of equally severe ones the greatest score, then the earliest. */
  private static final Comparator<Decision> STRONGEST_FIRST =
      Comparator.comparingInt((Decision decision) -> -severity(decision))
          .thenComparingDouble(decision -> -score(decision))
          .thenComparingLong(Decision::detectionPeriodStart)
          .thenComparing(Decision::timeseriesId)
          .thenComparingLong(decision -> decision.sequence() == null ? 0 : decision.sequence());

  static RemedyPolicy of(Detector detector, List<Dimension> target) {
    return new RemedyPolicy(detector, target, Targets.remedies(detector, target));
  }

  private static int severity(Decision decision) {
    return decision.findings().ruleResults().stream()
        .filter(result -> result.breached())
        .mapToInt(result -> result.severity().ordinal())
        .max()
        .orElse(-1);
  }

  private static double score(Decision decision) {
    double peers = decision.findings().peer() == null ? 0 : decision.findings().peer().score();
    return Math.max(decision.anomalyScore(), peers);
  }

  /** When nothing that is known of a target matters any more, epoch ms. */
  long forgottenAt(TargetState state) {
    return state.seen
        + remedies.stream()
            .flatMap(remedy -> Stream.of(remedy.within(), remedy.cooldown(), remedy.per()))
            .mapToLong(Duration::toMillis)
            .reduce(Math.max(state.quiet, state.dryQuiet), Math::max);
  }

  /**
   * Takes in what was found at one moment.
   *
   * @param moment when the decisions' periods end, epoch ms
   * @param records takes what is decided: at most one record for each remedy
   */
  void take(
      TargetState state, long moment, List<Decision> decisions, Consumer<RemedyRecord> records) {
    state.seenAt(moment);
    for (Remedy remedy : remedies) {
      List<Decision> found =
          decisions.stream().filter(decision -> !found(remedy, decision).isEmpty()).toList();
      RemedyProgress progress =
          state.remedies.computeIfAbsent(remedy.name(), name -> new RemedyProgress());
      boolean another = false;
      for (FoundMoment each : moments(remedy, moment, found)) {
        another |= progress.add(each, remedy);
      }
      if (another && progress.isEnough(remedy)) {
        Decision cause = found.stream().min(STRONGEST_FIRST).orElseThrow();
        decide(remedy, state, progress, moment, cause, records);
      } else if (another) {
        progress.heldBack = null;
      }
    }
  }

  private List<String> found(Remedy remedy, Decision decision) {
    return remedy.on().found(decision, detector.severity());
  }

  /** The moments that findings are of: one, or one for each training step. */
  private List<FoundMoment> moments(Remedy remedy, long end, List<Decision> found) {
    TreeMap<Long, TreeSet<String>> bySteps = new TreeMap<>();
    TreeSet<String> others = new TreeSet<>();
    for (Decision decision : found) {
      Long step = decision.recordTime() == null ? null : decision.findings().step();
      TreeSet<String> names =
          step == null ? others : bySteps.computeIfAbsent(step, key -> new TreeSet<>());
      names.addAll(found(remedy, decision));
    }
    List<FoundMoment> moments = new ArrayList<>();
    bySteps.forEach((step, by) -> moments.add(new FoundMoment(end, step, List.copyOf(by))));
    if (!others.isEmpty()) {
      moments.add(new FoundMoment(end, null, List.copyOf(others)));
    }
    return moments;
  }

  private void decide(
      Remedy remedy,
      TargetState state,
      RemedyProgress progress,
      long moment,
      Decision cause,
      Consumer<RemedyRecord> records) {
    HeldBackReason obstacle =
        state.isStoppedFor(remedy.dryRun())
            ? HeldBackReason.ALREADY_STOPPED
            : progress.obstacle(moment, remedy);
    if (obstacle == null) {
      records.accept(record(remedy, requested(remedy), null, moment, progress, cause));
      progress.request(moment, remedy);
      // What awaits approval, or would await it, has stopped nothing.
      if (remedy.action() == RemedyAction.STOP && !remedy.approval()) {
        state.stop(remedy.dryRun(), remedy.cooldown().toMillis());
      }
    } else if (obstacle != progress.heldBack) {
      // Said once, not at each moment of a long fault.
      records.accept(record(remedy, RemedyState.HELD_BACK, obstacle, moment, progress, cause));
      progress.heldBack = obstacle;
    }
  }

  /** A dry run asks nobody to approve of what is not done. */
  private static RemedyState requested(Remedy remedy) {
    if (remedy.dryRun()) {
      return RemedyState.DRY_RUN;
    }
    return remedy.approval() ? RemedyState.AWAITING_APPROVAL : RemedyState.REQUESTED;
  }

  private RemedyRecord record(
      Remedy remedy,
      RemedyState state,
      HeldBackReason heldBack,
      long moment,
      RemedyProgress progress,
      Decision cause) {
    var evidence = progress.asEvidence(cause);
    return new RemedyRecord(
        RemedyRecord.remedyId(detector.name(), target, remedy.name(), evidence.since()),
        state,
        heldBack,
        remedy.name(),
        remedy.action(),
        remedy.recoverable(),
        remedy.dryRun(),
        remedy.executor(),
        detector.name(),
        target,
        moment,
        evidence,
        null,
        null,
        null);
  }
}
