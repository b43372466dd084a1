package io.anomalystack.model.change;

import io.anomalystack.model.calendar.Calendar;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.detector.Check;
import io.anomalystack.model.detector.Derived;
import io.anomalystack.model.detector.Escalation;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.FlopsPerToken;
import io.anomalystack.model.detector.Margins;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.Peers;
import io.anomalystack.model.detector.RemedyTrigger;
import io.anomalystack.model.detector.Rule;
import io.anomalystack.model.detector.Seasonality;
import io.anomalystack.model.detector.SeriesOverride;
import io.anomalystack.model.detector.Throughput;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A setting's value for people to read, close to how the detector file writes it. */
final class ValueText {
  private static final String NONE = "none";

  private ValueText() {}

  /** All of it, on one line that is not too long. */
  static String shown(Object value) {
    return Setting.shortened(of(value));
  }

  static String of(Object value) {
    if (value == null) {
      return NONE;
    }
    if (value instanceof Duration duration) {
      return DurationText.format(duration);
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof FieldPath field) {
      return field.text();
    }
    if (value instanceof Collection<?> values) {
      return values.isEmpty()
          ? NONE
          : values.stream().map(ValueText::of).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty()
          ? NONE
          : map.entrySet().stream()
              .map(entry -> of(entry.getKey()) + ": " + listed(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(", "));
    }
    return setting(value);
  }

  private static String listed(Object value) {
    return value instanceof Collection<?> values && values.size() > 1
        ? "[" + of(values) + "]"
        : of(value);
  }

  private static String number(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
        : NONE;
  }

  private static String setting(Object value) {
    if (value instanceof Measure measure) {
      return of(measure.aggregation()) + "(" + of(measure.field()) + ")";
    }
    if (value instanceof Seasonality seasonality) {
      return seasonality.mode() == Seasonality.Mode.GIVEN
          ? of(seasonality.lengths())
          : of(seasonality.mode());
    }
    if (value instanceof Margins margins) {
      return words(
          margins.absolute() > 0 ? "absolute " + number(margins.absolute()) : null,
          margins.relative() > 0 ? "relative " + number(margins.relative()) : null);
    }
    if (value instanceof SeriesOverride override) {
      return "{"
          + words(
              of(override.where()),
              named("anomalyThreshold", override.anomalyThreshold()),
              named("direction", override.direction()),
              named("margins", override.margins()))
          + "}";
    }
    if (value instanceof Calendar calendar) {
      return calendar.name();
    }
    if (value instanceof Escalation escalation) {
      return words(
          "to " + of(escalation.to()),
          named("score", escalation.score()),
          named("series", escalation.series()),
          named("after", escalation.after()));
    }
    if (value instanceof Check check) {
      return check(check);
    }
    if (value instanceof Rule rule) {
      return check(rule.check()) + (rule.measure() == null ? "" : " of " + rule.measure());
    }
    if (value instanceof Peers peers) {
      return "among " + of(peers.among());
    }
    if (value instanceof RemedyTrigger trigger) {
      List<String> on = new ArrayList<>(trigger.rules().stream().sorted().toList());
      if (trigger.peers()) {
        on.add(RemedyTrigger.PEERS);
      }
      if (trigger.score()) {
        on.add(RemedyTrigger.SCORE);
      }
      return String.join(", ", on) + " from " + of(trigger.severity());
    }
    return derived(value);
  }

  private static String derived(Object value) {
    if (value instanceof Derived derived) {
      return of(derived.throughput());
    }
    if (value instanceof Throughput throughput) {
      return Stream.concat(throughput.amounts().stream(), throughput.divisors().stream())
          .map(ValueText::derived)
          .collect(Collectors.joining(", "));
    }
    if (value instanceof Throughput.Input input) {
      return input.name()
          + " "
          + (input.field() == null ? number(input.number()) : of(input.field()));
    }
    if (value instanceof FlopsPerToken flops) {
      return flops.field() == null ? number(flops.model()) : of(flops.field());
    }
    if (value instanceof Derived.Label label) {
      return label.dimension() == null ? label.constant() : of(label.dimension());
    }
    return String.valueOf(value);
  }

  private static String check(Check check) {
    if (check instanceof Check.Limit limit) {
      return of(limit.side()) + " " + number(limit.limit());
    }
    if (check instanceof Check.Relative relative) {
      return "%s %s %% of the %s of %d"
          .formatted(
              of(relative.side()), number(relative.percent()), of(relative.of()), relative.over());
    }
    if (check instanceof Check.ZScore zScore) {
      return "zScore beyond %s over %d, %s"
          .formatted(number(zScore.beyond()), zScore.over(), of(zScore.side()));
    }
    if (check instanceof Check.Silence silence) {
      return "silence " + of(silence.length());
    }
    return check instanceof Check.Xid ? "xid" : "notFinite";
  }

  private static String named(String name, Object value) {
    return value == null ? null : name + " " + of(value);
  }

  private static String words(String... words) {
    String text = Stream.of(words).filter(word -> word != null).collect(Collectors.joining(", "));
    return text.isEmpty() ? NONE : text;
  }
}
