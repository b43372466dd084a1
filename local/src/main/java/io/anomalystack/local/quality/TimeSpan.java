package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Label;

/** The time from the first to the last of some decisions. */
final class TimeSpan {
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;

  void include(long start, long end) {
    from = Math.min(from, start);
    to = Math.max(to, end);
  }

  /** Whether no part of the window lies in it. */
  boolean misses(Label label) {
    return label.end() <= from || label.start() >= to;
  }

  boolean isEmpty() {
    return to < from;
  }

  /** Epoch ms; 0 where it is empty. */
  long from() {
    return isEmpty() ? 0 : from;
  }

  /** Epoch ms, exclusive; 0 where it is empty. */
  long to() {
    return isEmpty() ? 0 : to;
  }
}
