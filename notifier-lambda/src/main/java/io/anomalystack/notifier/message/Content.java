package io.anomalystack.notifier.message;

import java.util.List;

/**
 * What a mail says, whether it is written as text or as HTML; all of it harmless one-line texts.
 *
 * @param title what happened
 * @param facts name and text each
 * @param series the affected series where there are several, strongest first
 * @param moreSeries how many are not listed
 * @param footer where this comes from
 */
record Content(String title, List<Fact> facts, List<Row> series, long moreSeries, String footer) {

  /** Something known, such as {@code When} and the time. */
  record Fact(String name, String text) {}

  /** One affected series. */
  record Row(String name, String actual, String expected, String when, String score) {}
}
