package io.anomalystack.forward;

import java.util.concurrent.atomic.AtomicLong;

/** What became of a log's lines: read = sent + others + unreadable. */
public final class ForwardCounts {
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong others = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();

  /** Lines with metrics, which are records by now. */
  public long sent() {
    return sent.get();
  }

  /** Lines without metrics. */
  public long others() {
    return others.get();
  }

  /** Lines with metrics that could not be understood. */
  public long unreadable() {
    return unreadable.get();
  }

  void addSent() {
    sent.incrementAndGet();
  }

  void addOther() {
    others.incrementAndGet();
  }

  void addUnreadable() {
    unreadable.incrementAndGet();
  }
}
