package io.anomalystack.remedy;

import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyEvidence;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RemedyState;
import java.util.List;

/** Records of the audit topic. */
public final class Remedies {
  /** When they are asked for, a full minute, epoch ms. */
  public static final long TIME = 1_724_938_500_000L;

  private Remedies() {}

  /** A request, not a dry run, of the executor {@code launcher}. */
  public static RemedyRecord requested(RemedyAction action, Dimension... target) {
    return record(RemedyState.REQUESTED, action, false, TIME, target);
  }

  /** Another of the same target. */
  public static RemedyRecord record(
      RemedyState state, RemedyAction action, boolean dryRun, long time, Dimension... target) {
    List<Dimension> dimensions = List.of(target);
    long since = time - 120_000;
    return new RemedyRecord(
        RemedyRecord.remedyId("training-steps", dimensions, "stop-the-run", since),
        state,
        null,
        "stop-the-run",
        action,
        false,
        dryRun,
        "launcher",
        "training-steps",
        dimensions,
        time,
        new RemedyEvidence(3, since, List.of("low-mfu"), null),
        null,
        null,
        null);
  }

  /** As the event source hands it over. */
  public static KafkaRecord at(long offset, RemedyRecord remedy) {
    return new KafkaRecord("anomaly-remedies", 0, offset, RemedyRecordJson.write(remedy));
  }
}
