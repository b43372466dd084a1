package io.anomalystack.job.ingest;

/**
 * The watermark that ends a bounded input. It carries the newest event time of the topic, which
 * downstream needs to know which periods are partial and how far to fill.
 *
 * <p>Flink combines watermarks of parallel channels by the least; the newest time of all is wanted.
 * So the time is subtracted from a value beyond all times: the least of these is the newest.
 */
public final class EndOfInput {
  /** Beyond every event time (year 9999), with room below Long.MAX_VALUE on both sides. */
  private static final long BEYOND_TIME = 1L << 62;

  private static final long FIRST = 1L << 61;

  private EndOfInput() {}

  /** The final watermark of one channel, whose newest event time may be unknown. */
  public static long watermark(long newest) {
    return newest == PartitionClock.UNKNOWN ? Long.MAX_VALUE - 1 : BEYOND_TIME - newest;
  }

  /** Whether a watermark ends the input. */
  public static boolean is(long watermark) {
    return watermark >= FIRST;
  }

  /** The newest event time of all channels, {@link PartitionClock#UNKNOWN} without any record. */
  public static long newest(long watermark) {
    return watermark >= Long.MAX_VALUE - 1 ? PartitionClock.UNKNOWN : BEYOND_TIME - watermark;
  }
}
