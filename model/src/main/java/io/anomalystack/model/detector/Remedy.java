package io.anomalystack.model.detector;

import io.anomalystack.model.RemedyAction;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What is to be done about a finding.
 *
 * @param name unique in the detector
 * @param on the findings that count
 * @param findings at how many moments there must be one, at least 1
 * @param within the time that these moments lie in
 * @param recoverable what an operator is told: whether the run can go on behind it
 * @param action what is to be done
 * @param target dimensions of the detector that name what it is done to; may be empty: then it is
 *     all that the detector watches
 * @param executor the name of what does it, in the executors' file
 * @param dryRun whether it is only said what would be done
 * @param approval whether a person must approve first
 * @param cooldown how long it is not requested again; after a stop of the target, how long there
 *     must be no finding before anything is requested of it again
 * @param most how often it is requested of a target …
 * @param per … within this time
 */
public record Remedy(
    String name,
    RemedyTrigger on,
    int findings,
    Duration within,
    boolean recoverable,
    RemedyAction action,
    List<FieldPath> target,
    String executor,
    boolean dryRun,
    boolean approval,
    Duration cooldown,
    int most,
    Duration per)
    implements Serializable {
  /** Copies the target. */
  public Remedy {
    target = List.copyOf(target);
  }
}
