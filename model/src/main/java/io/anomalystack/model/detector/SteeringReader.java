package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what decides whether a score is alerted, for a detector and for some of its series. */
final class SteeringReader {
  private static final List<String> KNOWN_MARGINS = List.of("absolute", "relative");
  private static final List<String> KNOWN_OVERRIDES =
      List.of("where", "anomalyThreshold", "direction", "margins");

  private SteeringReader() {}

  static Optional<Double> threshold(Settings settings) {
    return settings.optional("anomalyThreshold").flatMap(setting -> setting.number(0, 100));
  }

  static Optional<Direction> direction(Settings settings) {
    return settings.optional("direction").flatMap(setting -> setting.oneOf(Direction.values()));
  }

  static Optional<Margins> margins(Settings settings) {
    return settings.optional("margins").flatMap(SteeringReader::margins);
  }

  private static Optional<Margins> margins(Setting setting) {
    Optional<Settings> margins = Settings.of(setting, KNOWN_MARGINS);
    if (margins.isPresent() && margins.get().isEmpty()) {
      setting.report("must name absolute, relative or both");
    }
    return margins.map(
        values -> new Margins(margin(values, "absolute"), margin(values, "relative")));
  }

  private static double margin(Settings margins, String name) {
    return margins.optional(name).flatMap(Setting::notNegative).orElse(0.0);
  }

  static Optional<List<SeriesOverride>> overrides(Setting setting, List<FieldPath> dimensions) {
    return setting
        .items()
        .map(
            items -> {
              List<SeriesOverride> overrides = new ArrayList<>();
              for (Setting item : items) {
                Settings.of(item, KNOWN_OVERRIDES)
                    .map(settings -> override(item, settings, dimensions))
                    .ifPresent(overrides::add);
              }
              return List.copyOf(overrides);
            });
  }

  private static SeriesOverride override(
      Setting item, Settings settings, List<FieldPath> dimensions) {
    Map<FieldPath, Set<String>> where =
        settings
            .required("where")
            .flatMap(setting -> WhereReader.read(setting, dimensions))
            .orElse(Map.of());
    if (!settings.hasAny("anomalyThreshold", "direction", "margins")) {
      item.report("must set anomalyThreshold, direction or margins");
    }
    return new SeriesOverride(
        where,
        threshold(settings).orElse(null),
        direction(settings).orElse(null),
        margins(settings).orElse(null));
  }
}
