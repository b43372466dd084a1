package io.anomalystack.job.remedies;

import java.util.List;

/**
 * A moment with a finding that counts; saved in the job's state.
 *
 * @param end when its periods end, epoch ms
 * @param step the training step, where each record is a point: ranks that report the same step a
 *     second apart are of one moment; else null
 * @param by what was found: names of rules, {@code peers}, {@code score}; sorted
 */
public record FoundMoment(long end, Long step, List<String> by) {
  boolean isSameAs(FoundMoment other) {
    return step != null ? step.equals(other.step) : other.step == null && end == other.end;
  }
}
