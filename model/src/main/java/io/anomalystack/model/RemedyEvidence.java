package io.anomalystack.model;

import java.util.List;

/**
 * What speaks for a remedy.
 *
 * @param findings at how many moments there was a finding that counts
 * @param since the first of these moments, epoch ms
 * @param by what was found: names of rules, {@code peers}, {@code score}; distinct and sorted
 * @param cause of the findings at the last of these moments the strongest; null only in a record
 *     that somebody else has written
 */
public record RemedyEvidence(long findings, long since, List<String> by, Decision cause) {
  /** Copies the names. */
  public RemedyEvidence {
    by = List.copyOf(by);
  }
}
