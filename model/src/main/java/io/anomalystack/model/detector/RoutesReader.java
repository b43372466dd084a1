package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code routes: [name]}, or {@code routes: {severity: [name]}}. */
final class RoutesReader {
  private static final List<String> SEVERITIES =
      Stream.of(Severity.values()).map(Severity::text).toList();

  private RoutesReader() {}

  /**
   * Reads routes.
   *
   * @param severity what the detector's incidents begin with
   */
  static Map<Severity, List<String>> read(Setting setting, Severity severity) {
    if (!(setting.node() instanceof ConfigNode.Mapping)) {
      return Map.of(Severity.INFO, names(setting));
    }
    Map<Severity, List<String>> routes = new EnumMap<>(Severity.class);
    Settings.of(setting, SEVERITIES).ifPresent(settings -> read(settings, routes));
    boolean begins = routes.keySet().stream().anyMatch(known -> known.compareTo(severity) <= 0);
    if (!begins) {
      setting.report(
          "must have routes for '" + severity.text() + "', with which incidents begin, or below");
    }
    return routes;
  }

  private static void read(Settings settings, Map<Severity, List<String>> routes) {
    for (Severity severity : Severity.values()) {
      settings.optional(severity.text()).ifPresent(names -> routes.put(severity, names(names)));
    }
  }

  private static List<String> names(Setting setting) {
    List<String> names = new ArrayList<>();
    for (Setting item : setting.oneOrMore()) {
      Optional<String> name = NameReader.read(item);
      name.ifPresent(
          text -> {
            if (names.contains(text)) {
              item.reject("must be listed once");
            }
            names.add(text);
          });
    }
    return List.copyOf(names);
  }
}
