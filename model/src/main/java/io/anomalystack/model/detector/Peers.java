package io.anomalystack.model.detector;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * Which series are compared with each other at the same moment, and when one stands out.
 *
 * @param among series that differ in these dimensions only are peers; at least one, each of the
 *     detector's
 * @param comparison what of two values is compared
 * @param baseline where a series is expected to lie among its peers
 * @param beyond a deviation of more robust spreads stands out; above 0. The peer score there is 70
 * @param atLeast fewer peers are not compared; at least 3
 * @param points so many of the latest moments of a series must stand out, this one included …
 * @param of … out of so many, 1 to {@link #MOST_MOMENTS}
 * @param margin what lies nearer to what is expected does not stand out, as a part of the peers'
 *     median: 0.1 is ten per cent; 0 for none
 * @param within how long a moment waits for its peers with {@code period: record}; else 0
 */
public record Peers(
    List<FieldPath> among,
    Comparison comparison,
    Baseline baseline,
    double beyond,
    int atLeast,
    int points,
    int of,
    double margin,
    Duration within)
    implements Serializable {
  /** The most moments that evidence may be asked of. */
  public static final int MOST_MOMENTS = 64;

  /** What of two values is compared. */
  public enum Comparison {
    /** How many times the one is the other. */
    RATIO,
    /** By how much they differ. */
    DIFFERENCE
  }

  /** Where a series is expected to lie among its peers. */
  public enum Baseline {
    /** Where it usually lies: the layers of a network. */
    OWN,
    /** Where all lie: ranks, or hosts, that do the same. */
    NONE
  }
}
