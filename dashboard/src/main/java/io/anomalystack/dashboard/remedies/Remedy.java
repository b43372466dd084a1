package io.anomalystack.dashboard.remedies;

import io.anomalystack.model.DimensionText;
import io.anomalystack.model.RemedyEvidence;
import io.anomalystack.model.RemedyRecord;

/**
 * A remedy as it was told of last.
 *
 * @param id 64 lower-case hex digits
 * @param name the policy's
 * @param action what is done, such as {@code stop}
 * @param target what it is done to: {@code name=value}, joined by commas
 * @param state the last thing said of it, such as {@code requested} or {@code held_back}
 * @param reason why it is held back, what became of it, or what speaks for it; for people
 * @param detector the detector's name
 * @param dryRun whether it is only said, not done
 * @param recoverable whether the run can go on afterwards
 * @param time when what speaks for it was enough, epoch milliseconds in UTC
 */
public record Remedy(
    String id,
    String name,
    String action,
    String target,
    String state,
    String reason,
    String detector,
    boolean dryRun,
    boolean recoverable,
    long time) {

  static Remedy of(RemedyRecord record) {
    return new Remedy(
        record.remedyId(),
        record.name(),
        record.action().text(),
        DimensionText.of(record.dimensionList()),
        record.state().text(),
        reason(record),
        record.detectorName(),
        record.dryRun(),
        record.recoverable(),
        record.time());
  }

  private static String reason(RemedyRecord record) {
    if (record.heldBack() != null) {
      return record.heldBack().text().replace('_', ' ');
    }
    if (record.outcome() != null) {
      return record.outcome();
    }
    RemedyEvidence evidence = record.evidence();
    return String.join(", ", evidence.by())
        + (evidence.findings() == 1 ? " once" : " " + evidence.findings() + " times");
  }
}
