package io.anomalystack.model.detector;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code seasonality}: {@code auto}, {@code none}, or lengths such as {@code [1d, 1w]}. */
final class SeasonalityReader {
  private static final String RULE = "must be auto, none, or a list of lengths such as [1d, 7d]";

  private SeasonalityReader() {}

  static Optional<Seasonality> read(Setting setting, Period period) {
    if (setting.node() instanceof ConfigNode.Sequence) {
      return lengths(setting, period).map(Seasonality::of);
    }
    String word = setting.node() instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
    if (word.equals("auto")) {
      return Optional.of(Seasonality.auto());
    }
    if (word.equals("none")) {
      return Optional.of(Seasonality.none());
    }
    setting.reject(RULE);
    return Optional.empty();
  }

  private static Optional<List<Duration>> lengths(Setting setting, Period period) {
    if (period.eachRecord()) {
      setting.report(
          "must be auto or none with period 'record', which has no clock to measure a season by");
      return Optional.empty();
    }
    List<Setting> items = setting.oneOrMore();
    if (items.size() > Seasonality.MOST_LENGTHS) {
      setting.report(
          "must list at most " + Seasonality.MOST_LENGTHS + " lengths, was " + items.size());
    }
    List<Duration> lengths = new ArrayList<>();
    for (Setting item : items) {
      Optional<Duration> length = length(item, period);
      if (length.isPresent() && lengths.contains(length.get())) {
        item.reject("must be listed once");
      }
      length.ifPresent(lengths::add);
    }
    return Optional.of(lengths);
  }

  private static Optional<Duration> length(Setting item, Period period) {
    Optional<Duration> length = item.duration();
    Duration least = period.length().multipliedBy(Seasonality.LEAST_PERIODS);
    if (length.isPresent()
        && (!Period.isWholeSeconds(length.get())
            || length.get().compareTo(least) < 0
            || length.get().compareTo(Seasonality.LONGEST) > 0)) {
      item.reject(
          "must be whole seconds between "
              + DurationText.format(least)
              + ", which is "
              + Seasonality.LEAST_PERIODS
              + " periods, and "
              + DurationText.format(Seasonality.LONGEST));
      return Optional.empty();
    }
    return length;
  }
}
