package io.anomalystack.detection;

import java.io.Serializable;

/**
 * What a model has to know of its series in advance.
 *
 * @param measures how many values each point has, at least 1; more than one where a detector looks
 *     at its measures jointly
 * @param seasons how the series' seasons are found
 */
public record SeriesSettings(int measures, Seasons seasons) implements Serializable {

  public SeriesSettings {
    if (measures < 1) {
      throw new IllegalArgumentException("measures: must be at least 1, was " + measures);
    }
  }

  /** One measure, no seasons. */
  public static SeriesSettings plain() {
    return new SeriesSettings(1, Seasons.none());
  }
}
