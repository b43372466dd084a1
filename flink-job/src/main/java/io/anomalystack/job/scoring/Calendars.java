package io.anomalystack.job.scoring;

import io.anomalystack.model.calendar.Calendar;
import io.anomalystack.model.detector.Detector;

/** Which times a detector's models are kept from. */
public final class Calendars {
  private Calendars() {}

  /**
   * The first of the detector's calendars that overlaps a period; null if none does.
   *
   * @param start epoch ms, inclusive
   * @param end exclusive
   */
  public static Calendar covering(Detector detector, long start, long end) {
    for (Calendar calendar : detector.calendars()) {
      if (calendar.covers(start, end)) {
        return calendar;
      }
    }
    return null;
  }
}
