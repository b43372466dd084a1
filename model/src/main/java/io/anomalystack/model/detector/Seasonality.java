package io.anomalystack.model.detector;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * Which rhythms a series is expected to have.
 *
 * @param mode who says so
 * @param lengths the seasons' lengths, distinct, the shortest first; only with {@link Mode#GIVEN}
 */
public record Seasonality(Mode mode, List<Duration> lengths) implements Serializable {
  /** Most seasons of one detector. */
  public static final int MOST_LENGTHS = 3;

  /** A season is at least this many periods long. */
  public static final int LEAST_PERIODS = 3;

  /** The longest season. */
  public static final Duration LONGEST = Duration.ofDays(28);

  /** Who says which seasons there are. */
  public enum Mode {
    /** They are found in the series itself. */
    AUTO,
    /** There are none. */
    NONE,
    /** The detector gives their lengths. */
    GIVEN
  }

  /** Copies the lengths. */
  public Seasonality {
    lengths = List.copyOf(lengths);
  }

  public static Seasonality auto() {
    return new Seasonality(Mode.AUTO, List.of());
  }

  public static Seasonality none() {
    return new Seasonality(Mode.NONE, List.of());
  }

  /**
   * Seasons of these lengths.
   *
   * @param lengths in any order, at least one
   */
  public static Seasonality of(List<Duration> lengths) {
    return new Seasonality(Mode.GIVEN, lengths.stream().sorted().toList());
  }
}
