package io.anomalystack.job.windowing;

import io.anomalystack.model.detector.Check;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Rule;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The instants at which a detector's silent series are decided on: when a rule's silence is over,
 * and then again and again, often enough that an incident stays open, for a day.
 *
 * @param all one for each rule
 */
record Silences(List<Silence> all) implements Serializable {
  private static final long LONGEST = Duration.ofDays(1).toMillis();

  /** No such instant. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * One rule's, in ms.
   *
   * @param length at least a period
   * @param repeat at least a period, so that no two instants of the rule fall into one
   */
  private record Silence(Rule rule, long length, long repeat) implements Serializable {
    /** The first of its instants that is not before another one. */
    long next(long heard, long from) {
      long first = heard + length;
      if (from <= first) {
        return first;
      }
      return first + -Math.floorDiv(-(from - first), repeat) * repeat;
    }
  }

  static Silences of(Detector detector) {
    List<Silence> all = new ArrayList<>();
    for (Rule rule : detector.rules()) {
      if (rule.check() instanceof Check.Silence silence) {
        long length = silence.length().toMillis();
        long open =
            detector.incidents() == null ? length : detector.incidents().resolveAfter().toMillis();
        all.add(
            new Silence(
                rule, length, Math.max(detector.period().toMillis(), Math.min(length, open))));
      }
    }
    return new Silences(List.copyOf(all));
  }

  /**
   * The next instant to decide at.
   *
   * @param heard the series' last record, epoch ms
   * @param from the instant is not before this one
   * @return epoch ms, or {@link #NEVER}
   */
  long next(long heard, long from) {
    long next = NEVER;
    for (Silence silence : all) {
      next = Math.min(next, silence.next(heard, from));
    }
    return next <= heard + LONGEST ? next : NEVER;
  }

  /**
   * How long the series has been silent at the last instant of a period: of several rules that find
   * it silent there, one decision tells.
   *
   * @param from the first instant, see {@link #next}
   * @param end exclusive
   * @return ms
   */
  long silentMillis(long heard, long from, long end) {
    long last = from;
    for (long at = from; at < end && at != NEVER; at = next(heard, at + 1)) {
      last = at;
    }
    return last - heard;
  }

  /** Whether so long a silence is one to a rule that watches a measure's series. */
  boolean concern(String measure, long silentMillis) {
    return all.stream().anyMatch(each -> each.rule.watches(measure) && each.length <= silentMillis);
  }
}
