package io.anomalystack.model;

import java.util.List;

/**
 * One thing said of one remedy: the record on the audit topic. The job says what is to be done or
 * held back, a person that it may be done, an executor that it was.
 *
 * <p>{@link RemedyRecordJson} writes the wire form.
 *
 * @param remedyId 64 lower-case hex digits, see {@link #remedyId}; what is done is done once for
 *     each
 * @param state what is said
 * @param heldBack why it is held back, {@code reason} on the wire; null in every other state
 * @param name the remedy's, unique in its detector
 * @param action what is to be done
 * @param recoverable what an operator is told: whether the run can go on behind it
 * @param dryRun whether nothing is to be done, whatever the state
 * @param executor the name of what is to do it
 * @param detectorName the detector's name
 * @param dimensionList the target: the dimensions that name it, and their values; may be empty
 * @param time the moment that completed the evidence, epoch ms of event time; the same in all that
 *     is said later of the same remedy
 * @param evidence what speaks for it
 * @param outcome what came of it, in words; null before
 * @param actor who approved or executed it; null where the job says something
 * @param recordedAt when the actor said so, epoch ms of the wall clock; null where the job says
 *     something, since a replay says it again
 */
public record RemedyRecord(
    String remedyId,
    RemedyState state,
    HeldBackReason heldBack,
    String name,
    RemedyAction action,
    boolean recoverable,
    boolean dryRun,
    String executor,
    String detectorName,
    List<Dimension> dimensionList,
    long time,
    RemedyEvidence evidence,
    String outcome,
    String actor,
    Long recordedAt) {

  /** Copies the list. */
  public RemedyRecord {
    dimensionList = List.copyOf(dimensionList);
  }

  /**
   * The id of a remedy: SHA-256, in lower-case hex, over detector, target, remedy and the first
   * moment of its evidence, encoded as {@link TimeSeriesId} encodes a series: {@code
   * ["detector",[["name","value"]],"remedy",since]}. The same evidence found again has the same id.
   *
   * @param target in any order
   * @param since the first moment of its evidence, epoch ms
   */
  public static String remedyId(
      String detectorName, List<Dimension> target, String name, long since) {
    StringBuilder canonical = new StringBuilder(128).append('[');
    CanonicalJson.appendQuoted(canonical, detectorName);
    TimeSeriesId.appendDimensions(canonical.append(','), target);
    CanonicalJson.appendQuoted(canonical.append(','), name);
    return Digest.sha256(canonical.append(',').append(since).append(']').toString());
  }

  /** What is said of the same remedy next, by somebody, at an instant of the wall clock. */
  public RemedyRecord then(
      RemedyState state, HeldBackReason heldBack, String outcome, String actor, long recordedAt) {
    return new RemedyRecord(
        remedyId,
        state,
        heldBack,
        name,
        action,
        recoverable,
        dryRun,
        executor,
        detectorName,
        dimensionList,
        time,
        evidence,
        outcome,
        actor,
        recordedAt);
  }

  /** Whether somebody is to do it now. */
  public boolean isToBeDone() {
    return !dryRun && (state == RemedyState.REQUESTED || state == RemedyState.APPROVED);
  }
}
