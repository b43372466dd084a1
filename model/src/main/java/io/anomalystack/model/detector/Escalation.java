package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import java.io.Serializable;
import java.time.Duration;

/**
 * What makes an incident worse. Of its conditions at least one is not null; all that are not null
 * must hold.
 *
 * @param to the severity that it then has at least
 * @param score its greatest score is at least this, 0 to 100
 * @param series at least so many series are affected
 * @param after from its start to the end of an unusual period at least so long has passed
 */
public record Escalation(Severity to, Double score, Integer series, Duration after)
    implements Serializable {
  /**
   * Whether an incident is that bad.
   *
   * @param greatestScore its greatest score so far
   * @param seriesCount how many series are affected so far
   * @param lasted from its start to the end of the newest unusual period
   */
  public boolean applies(double greatestScore, long seriesCount, Duration lasted) {
    return (score == null || greatestScore >= score)
        && (series == null || seriesCount >= series)
        && (after == null || lasted.compareTo(after) >= 0);
  }
}
