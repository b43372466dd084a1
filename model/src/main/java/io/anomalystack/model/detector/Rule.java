package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import java.io.Serializable;

/**
 * A limit beside the learned score.
 *
 * @param name unique in the detector
 * @param measure whose series it watches, or null for all
 * @param severity what a breach amounts to
 * @param alert whether a breach alerts, or is only noted
 */
public record Rule(String name, String measure, Severity severity, boolean alert)
    implements Serializable {
  /** Whether the rule is about numbers that are not finite, so that they must be read. */
  public boolean readsNotFinite() {
    return false;
  }
}
