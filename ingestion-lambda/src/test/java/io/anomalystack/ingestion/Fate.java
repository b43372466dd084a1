package io.anomalystack.ingestion;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides, from a seed, where invocations crash and where they are held up. */
final class Fate {
  private static final long LONGEST_FREEZE_MILLIS = 300;

  private final SplittableRandom random;
  private final Map<String, AtomicInteger> crashes = new ConcurrentHashMap<>();
  private final AtomicInteger invocations = new AtomicInteger();
  private volatile boolean kind;

  Fate(long seed) {
    this.random = new SplittableRandom(seed);
  }

  synchronized int below(int bound) {
    return random.nextInt(bound);
  }

  /** From now on nothing happens any more. */
  void beKind() {
    kind = true;
  }

  boolean strikes(int oneOf) {
    return !kind && below(oneOf) == 0;
  }

  /** Crashes at a step, one time of so many. */
  void at(String step, int oneOf) {
    if (strikes(oneOf)) {
      crashes.computeIfAbsent(step, name -> new AtomicInteger()).incrementAndGet();
      throw new Crash(step);
    }
  }

  /** Holds the caller up, one time of so many, until others have been at work. */
  void freeze(int oneOf) {
    if (strikes(oneOf)) {
      awaitInvocations(invocations.get() + 2);
    }
  }

  void invoked() {
    synchronized (invocations) {
      invocations.incrementAndGet();
      invocations.notifyAll();
    }
  }

  int invocations() {
    return invocations.get();
  }

  /** Until so many invocations have ended, or for a while. */
  void awaitInvocations(int count) {
    long end = System.currentTimeMillis() + LONGEST_FREEZE_MILLIS;
    synchronized (invocations) {
      for (long left = LONGEST_FREEZE_MILLIS; invocations.get() < count && left > 0; ) {
        try {
          invocations.wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        left = end - System.currentTimeMillis();
      }
    }
  }

  Map<String, AtomicInteger> crashes() {
    return crashes;
  }
}
