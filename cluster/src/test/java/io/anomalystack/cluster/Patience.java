package io.anomalystack.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what must come. */
final class Patience {
  /** Many times what anything here takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long LOOK_AGAIN_MS = 50;

  private Patience() {}

  /**
   * Asks until the answer is yes.
   *
   * @param missing what it is that did not come
   */
  static void until(String missing, Callable<Boolean> come) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!come.call()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("after " + PATIENCE.toSeconds() + " s still not: " + missing);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
    }
  }
}
