package io.anomalystack.model;

/**
 * What the user's settings silenced. The decision itself has the score 0.0 and is no anomaly.
 *
 * @param score what the score was without it, 0 to 100
 * @param by {@link #DIRECTION}, {@link #MARGINS}, or {@code calendar:} and the calendar's name
 */
public record Suppression(double score, String by) {
  /** The point lies to the other side of the expected than the detector alerts. */
  public static final String DIRECTION = "direction";

  /** The point lies nearer to the predicted value than the detector alerts. */
  public static final String MARGINS = "margins";

  private static final String CALENDAR = "calendar:";

  /** By the time that a calendar covers. */
  public static Suppression byCalendar(double score, String calendar) {
    return new Suppression(score, CALENDAR + calendar);
  }

  /** Whether it was by the time, so that nothing was judged or learned. */
  public boolean isByCalendar() {
    return by.startsWith(CALENDAR);
  }
}
