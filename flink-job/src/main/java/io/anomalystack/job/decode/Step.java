package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.job.ingest.Sample;
import java.math.BigDecimal;

/** Reads the number of a training step. */
final class Step {
  /** In place of a step that is no whole number. */
  static final long BAD = Long.MIN_VALUE + 1;

  private static final int MAX_CHARS = 40;

  /** JSON's whole numbers that every reader of decisions can hold (RFC 8259, section 6). */
  private static final long GREATEST = 1L << 53;

  private Step() {}

  /** The step, {@link Sample#NO_STEP} without one, or {@link #BAD}. */
  static long read(Kind kind, String text) {
    if (kind == Kind.ABSENT) {
      return Sample.NO_STEP;
    }
    if (kind != Kind.NUMBER || text.length() > MAX_CHARS) {
      return BAD;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // A huge exponent would make a number of gigabytes out of a few characters.
      if (Math.abs((long) number.precision() - number.scale()) > MAX_CHARS) {
        return BAD;
      }
      long step = number.longValueExact();
      return Math.abs(step) <= GREATEST ? step : BAD;
    } catch (ArithmeticException | NumberFormatException e) {
      return BAD;
    }
  }
}
