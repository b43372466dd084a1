package io.anomalystack.model;

import java.util.List;

/**
 * How a point compares with those of its peers at the same moment.
 *
 * @param among the dimensions in which the peers differ
 * @param peers how many were compared, the point's own series included
 * @param median of them all, in the measure's unit
 * @param spread the robust standard deviation of what is compared
 * @param deviation how far the point stands out, in spreads; positive above its peers
 * @param score 0 to 100; 70 where the detector's limit is reached
 * @param breached whether it stands out by more than the limit, often enough
 */
public record PeerFinding(
    List<String> among,
    int peers,
    double median,
    double spread,
    double deviation,
    double score,
    boolean breached) {
  /** Copies the names. */
  public PeerFinding {
    among = List.copyOf(among);
  }
}
