package io.anomalystack.model;

/**
 * A kind of deviation and its part in a point's surprise.
 *
 * @param name {@code level}, {@code season} or {@code pattern}
 * @param share in per cent; the shares of a decision add up to 100
 */
public record Contributor(String name, double share) {
  /** From the level that the series has lately. */
  public static final String LEVEL = "level";

  /** From what is usual at this hour, or wherever else in a season. */
  public static final String SEASON = "season";

  /** From the way that the series usually moves from point to point. */
  public static final String PATTERN = "pattern";
}
