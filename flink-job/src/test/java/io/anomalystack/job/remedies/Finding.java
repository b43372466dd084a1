package io.anomalystack.job.remedies;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Findings;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.TimeSeriesId;
import java.util.List;

/**
 * Decisions on the ranks of training runs, minute by minute.
 *
 * @param minute when its period starts, in minutes after {@link #START}
 * @param step the training step, where each record is a point; else null
 */
record Finding(
    String run, String rank, long minute, Long step, List<RuleResult> rules, boolean peer) {
  static final long START = 1_724_938_500_000L; // a full minute
  static final long MINUTE = 60_000;

  static Finding of(String run, long minute, String... breached) {
    return new Finding(
        run,
        "0",
        minute,
        null,
        List.of(breached).stream().map(name -> rule(name, true, Severity.WARNING)).toList(),
        false);
  }

  /** A rule that a point violates, without evidence enough for a breach. */
  static Finding violated(String run, long minute, String rule) {
    return new Finding(run, "0", minute, null, List.of(rule(rule, false, Severity.WARNING)), false);
  }

  static RuleResult rule(String name, boolean breached, Severity severity) {
    return new RuleResult(name, breached, severity, false, 20, 50, null, 3, 5, null);
  }

  Finding ofRank(String other) {
    return new Finding(run, other, minute, step, rules, peer);
  }

  Finding atStep(long at) {
    return new Finding(run, rank, minute, at, rules, peer);
  }

  Finding amongPeers() {
    return new Finding(run, rank, minute, step, rules, true);
  }

  Finding of(Severity severity) {
    return new Finding(
        run,
        rank,
        minute,
        step,
        rules.stream().map(each -> rule(each.name(), each.breached(), severity)).toList(),
        peer);
  }

  static long at(long minute) {
    return START + minute * MINUTE;
  }

  Decision decision() {
    List<Dimension> dimensions = List.of(new Dimension("run", run), new Dimension("rank", rank));
    String id = TimeSeriesId.of("steps", "mfu", dimensions);
    long sequence = step == null ? 0 : step;
    return new Decision(
        "steps",
        "mfu",
        id,
        70,
        dimensions,
        20,
        0,
        at(minute),
        at(minute + 1),
        1_000,
        90,
        0,
        ModelStage.INFERENCE,
        0,
        TimeSeriesId.decisionId(id, at(minute), sequence),
        false,
        false,
        null,
        null,
        null,
        0,
        step == null ? null : at(minute) + sequence,
        step == null ? null : sequence,
        null,
        null,
        null,
        null,
        new Findings(
            step,
            rules,
            peer ? new PeerFinding(List.of("rank"), 8, 40, 1, -9, 90, true) : null,
            null));
  }
}
