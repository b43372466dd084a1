package io.anomalystack.model.detector;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.detector.Check.Baseline;
import io.anomalystack.model.detector.Check.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a rule checks, exactly one of:
 *
 * <ul>
 *   <li>{@code below} or {@code above}: a number, or {@code {percent, of, over}}, of which percent
 *       is required, {@code of} is {@code median} and {@code over} 128 where left out
 *   <li>{@code zScore: {beyond, over, side}}, by default 6, 128 and {@code both}
 *   <li>{@code silence}: a duration
 *   <li>{@code notFinite: true}, {@code xid: true}
 * </ul>
 */
final class CheckReader {
  private static final List<String> CHECKS =
      List.of("below", "above", "zScore", "silence", "notFinite", "xid");
  private static final List<String> KNOWN_RELATIVE = List.of("percent", "of", "over");
  private static final List<String> KNOWN_Z_SCORE = List.of("beyond", "over", "side");

  /** As OLMo-core has them. */
  private static final int DEFAULT_OVER = 128;

  private static final double DEFAULT_BEYOND = 6;

  private static final int GREATEST_OVER = 1_000;
  private static final Duration GREATEST_SILENCE = Duration.ofDays(1);

  private final Period period;
  private final Duration expireAfter;

  CheckReader(Period period, Duration expireAfter) {
    this.period = period;
    this.expireAfter = expireAfter;
  }

  Optional<Check> read(Setting item, Settings settings) {
    List<String> named =
        CHECKS.stream().filter(name -> settings.optional(name).isPresent()).toList();
    if (named.size() > 1 || (named.isEmpty() && !settings.hasAny(CHECKS.toArray(new String[0])))) {
      item.report(
          "must name one of "
              + String.join(", ", CHECKS)
              + (named.isEmpty() ? "" : ", was " + String.join(" and ", named)));
    }
    if (named.size() != 1) {
      return Optional.empty();
    }
    Setting setting = settings.optional(named.get(0)).orElseThrow();
    return switch (named.get(0)) {
      case "below" -> limit(setting, Side.BELOW);
      case "above" -> limit(setting, Side.ABOVE);
      case "zScore" -> Settings.of(setting, KNOWN_Z_SCORE).flatMap(CheckReader::zScore);
      case "silence" -> silence(setting);
      case "notFinite" -> only(setting, new Check.NotFinite());
      default -> only(setting, new Check.Xid());
    };
  }

  private static Optional<Check> limit(Setting setting, Side side) {
    if (setting.node() instanceof ConfigNode.Mapping) {
      return Settings.of(setting, KNOWN_RELATIVE).flatMap(settings -> relative(settings, side));
    }
    return setting.finite().map(limit -> new Check.Limit(side, limit));
  }

  private static Optional<Check> relative(Settings settings, Side side) {
    Optional<Double> percent = settings.required("percent").flatMap(Setting::positive);
    Baseline of =
        settings
            .optional("of")
            .flatMap(value -> value.oneOf(Baseline.values()))
            .orElse(Baseline.MEDIAN);
    int over = over(settings, 1);
    return percent.map(value -> new Check.Relative(side, value, of, over));
  }

  private static Optional<Check> zScore(Settings settings) {
    double beyond = settings.optional("beyond").flatMap(Setting::positive).orElse(DEFAULT_BEYOND);
    Side side =
        settings.optional("side").flatMap(value -> value.oneOf(Side.values())).orElse(Side.BOTH);
    return Optional.of(new Check.ZScore(beyond, over(settings, 2), side));
  }

  private static int over(Settings settings, int least) {
    return settings
        .optional("over")
        .flatMap(value -> value.wholeNumber(least, GREATEST_OVER))
        .orElse(DEFAULT_OVER);
  }

  private Optional<Check> silence(Setting setting) {
    Optional<Duration> length = setting.duration(period.length(), GREATEST_SILENCE);
    if (length.isPresent() && length.get().compareTo(expireAfter) >= 0) {
      setting.reject(
          "must be less than expireAfter of "
              + DurationText.format(expireAfter)
              + ", when a silent series is forgotten");
    }
    return length.map(Check.Silence::new);
  }

  private static Optional<Check> only(Setting setting, Check check) {
    Optional<Boolean> wanted = setting.trueOrFalse();
    if (wanted.isPresent() && !wanted.get()) {
      setting.reject("must be true, or left out");
      return Optional.empty();
    }
    return wanted.map(yes -> check);
  }
}
