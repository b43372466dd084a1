package io.anomalystack.model.detector;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import java.time.Duration;
import java.util.Optional;

/**
 * A detection period.
 *
 * @param length one second where each record is a point
 */
record Period(Duration length, boolean eachRecord) {
  private static final String EACH_RECORD = "record";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** In place of one that was refused: the shortest, which makes no other check fail. */
  static final Period UNKNOWN = new Period(SECOND, false);

  static Optional<Period> read(Setting setting) {
    if (setting.node() instanceof ConfigNode.Scalar scalar && scalar.text().equals(EACH_RECORD)) {
      return Optional.of(new Period(SECOND, true));
    }
    Optional<Duration> length = setting.duration();
    if (length.isPresent() && !isPeriod(length.get())) {
      setting.reject("must be whole seconds between 1s and 1d, or 'record'");
      return Optional.empty();
    }
    return length.map(duration -> new Period(duration, false));
  }

  private static boolean isPeriod(Duration length) {
    return isWholeSeconds(length) && length.compareTo(SECOND) >= 0 && length.compareTo(DAY) <= 0;
  }

  static boolean isWholeSeconds(Duration length) {
    return length.equals(Duration.ofSeconds(length.toSeconds()));
  }

  int perDay() {
    return (int) (DAY.toSeconds() / length.toSeconds());
  }
}
