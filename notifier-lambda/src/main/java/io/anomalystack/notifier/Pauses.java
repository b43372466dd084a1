package io.anomalystack.notifier;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait before what failed for now is tried again, at once and not by the event source.
 *
 * @param between one for each further try
 */
record Pauses(List<Duration> between) {
  /** Long enough for a hiccup; what lasts longer is the event source's to retry. */
  static final Pauses BETWEEN_TRIES =
      new Pauses(List.of(Duration.ofMillis(250), Duration.ofSeconds(1)));

  static final Pauses NO_RETRY = new Pauses(List.of());

  /** Waits; false where the thread was interrupted meanwhile. */
  static boolean pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
