package io.anomalystack.local.backtest;

import io.anomalystack.local.labels.Label;
import io.anomalystack.local.quality.Delay;
import io.anomalystack.local.quality.Windows;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.report.Ratios;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.text.ReadableNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Parts of the report in a few words; what is not known is a dash. */
final class Texts {
  private Texts() {}

  static String found(Windows windows) {
    return windows.counted() == 0
        ? Ratios.UNKNOWN
        : Numbers.count(windows.found()) + " of " + Numbers.count(windows.counted());
  }

  /** The median as a duration. */
  static String median(Optional<Delay> delay) {
    return delay.map(known -> DurationText.format(known.median())).orElse(Ratios.UNKNOWN);
  }

  static String periods(double periods) {
    return ReadableNumber.of(periods) + (periods == 1 ? " period" : " periods");
  }

  static String decimal(OptionalDouble value) {
    return value.isEmpty() ? Ratios.UNKNOWN : Numbers.decimal(value.getAsDouble());
  }

  static String kind(String kind) {
    return kind.isEmpty() ? "-" : kind;
  }

  /** What a label is about, such as {@code product_name=item-A}. */
  static String place(Label label) {
    List<String> parts = new ArrayList<>();
    if (label.detector() != null) {
      parts.add("detector " + label.detector());
    }
    if (label.measure() != null) {
      parts.add("measure " + label.measure());
    }
    label.dimensions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(dimension -> parts.add(dimension.getKey() + "=" + dimension.getValue()));
    return parts.isEmpty() ? "all series" : String.join(", ", parts);
  }
}
