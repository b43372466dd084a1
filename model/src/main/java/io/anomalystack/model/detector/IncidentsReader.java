package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code incidents: {groupBy, resolveAfter, cooldown, remindEvery, escalate, routes}}, or
 * {@code incidents: false} for none.
 */
final class IncidentsReader {
  private static final List<String> KNOWN =
      List.of("groupBy", "resolveAfter", "cooldown", "remindEvery", "escalate", "routes");

  /** As many usual periods tell the end of an anomaly from a pause of it. */
  private static final int DEFAULT_RESOLVE_PERIODS = 10;

  private static final Duration LEAST_DEFAULT_RESOLVE = Duration.ofMinutes(1);

  /** Who has waited for a day wants to hear of it, even if a day is but a few periods … */
  private static final Duration GREATEST_DEFAULT_RESOLVE = Duration.ofDays(1);

  /** … though one usual period between two unusual ones is no end yet. */
  private static final int LEAST_DEFAULT_RESOLVE_PERIODS = 2;

  private static final int DEFAULT_COOLDOWN_FACTOR = 3;

  /** As long as a series is remembered that is silent: an incident is state, and has to end. */
  private static final Duration GREATEST_RESOLVE = Duration.ofDays(30);

  private static final Duration GREATEST_COOLDOWN =
      GREATEST_RESOLVE.multipliedBy(DEFAULT_COOLDOWN_FACTOR);
  private static final Duration GREATEST_REMIND = Duration.ofDays(365);

  private final Period period;
  private final List<FieldPath> dimensions;
  private final Severity severity;

  private IncidentsReader(Period period, List<FieldPath> dimensions, Severity severity) {
    this.period = period;
    this.dimensions = dimensions;
    this.severity = severity;
  }

  /**
   * Reads what a detector says of incidents.
   *
   * @param detector its settings
   * @param dimensions its dimensions
   * @param severity what its incidents begin with
   * @return null where it wants none
   */
  static Incidents read(
      Settings detector, Period period, List<FieldPath> dimensions, Severity severity) {
    IncidentsReader reader = new IncidentsReader(period, dimensions, severity);
    Optional<Setting> setting = detector.optional("incidents");
    if (setting.isPresent() && setting.get().node() instanceof ConfigNode.Scalar) {
      return setting.get().trueOrFalse().orElse(false) ? reader.defaults() : null;
    }
    return setting
        .flatMap(value -> Settings.of(value, KNOWN))
        .map(reader::read)
        .orElseGet(reader::defaults);
  }

  private Incidents read(Settings settings) {
    Duration resolveAfter =
        settings.optional("resolveAfter").map(this::resolveAfter).orElse(defaultResolveAfter());
    return new Incidents(
        settings.optional("groupBy").flatMap(this::groupBy).orElse(List.of()),
        resolveAfter,
        settings
            .optional("cooldown")
            .flatMap(value -> value.duration(resolveAfter, GREATEST_COOLDOWN))
            .orElse(resolveAfter.multipliedBy(DEFAULT_COOLDOWN_FACTOR)),
        settings
            .optional("remindEvery")
            .flatMap(value -> value.duration(period.length(), GREATEST_REMIND))
            .orElse(null),
        settings
            .optional("escalate")
            .map(value -> EscalationReader.readAll(value, severity))
            .orElse(List.of()),
        settings
            .optional("routes")
            .map(value -> RoutesReader.read(value, severity))
            .orElse(Map.of(Severity.INFO, Incidents.DEFAULT_ROUTES)));
  }

  /** In place of one that was refused the shortest, with which every cooldown agrees. */
  private Duration resolveAfter(Setting setting) {
    return setting.duration(period.length(), GREATEST_RESOLVE).orElse(period.length());
  }

  private Incidents defaults() {
    Duration resolveAfter = defaultResolveAfter();
    return new Incidents(
        List.of(),
        resolveAfter,
        resolveAfter.multipliedBy(DEFAULT_COOLDOWN_FACTOR),
        null,
        List.of(),
        Map.of(Severity.INFO, Incidents.DEFAULT_ROUTES));
  }

  private Duration defaultResolveAfter() {
    Duration wanted = period.length().multipliedBy(DEFAULT_RESOLVE_PERIODS);
    Duration most =
        longer(
            GREATEST_DEFAULT_RESOLVE, period.length().multipliedBy(LEAST_DEFAULT_RESOLVE_PERIODS));
    return longer(wanted.compareTo(most) < 0 ? wanted : most, LEAST_DEFAULT_RESOLVE);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private Optional<List<FieldPath>> groupBy(Setting setting) {
    return setting
        .items()
        .map(
            items -> {
              List<FieldPath> groupBy = new ArrayList<>();
              Set<FieldPath> seen = new HashSet<>();
              for (Setting item : items) {
                Optional<FieldPath> field = item.text().map(FieldPath::new);
                field.ifPresent(groupBy::add);
                if (field.isPresent() && !dimensions.contains(field.get())) {
                  item.reject("must be " + dimensionsRule());
                } else if (field.isPresent() && !seen.add(field.get())) {
                  item.reject("must be listed once");
                }
              }
              return List.copyOf(groupBy);
            });
  }

  private String dimensionsRule() {
    return dimensions.isEmpty()
        ? "a dimension of the detector, which has none"
        : "one of the detector's dimensions: "
            + dimensions.stream().map(FieldPath::text).collect(Collectors.joining(", "));
  }
}
