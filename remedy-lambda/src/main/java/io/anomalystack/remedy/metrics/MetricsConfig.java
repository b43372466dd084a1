package io.anomalystack.remedy.metrics;

import io.anomalystack.model.config.ConfigFile;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * Which values of the decisions topic become metrics of CloudWatch.
 *
 * @param namespace theirs
 * @param detectors whose values, at least one
 * @param measures which measures; empty for all
 * @param units by measure; without one a value has none
 */
public record MetricsConfig(
    String namespace,
    Set<String> detectors,
    Set<String> measures,
    Map<String, StandardUnit> units) {
  private static final List<String> KNOWN = List.of("namespace", "detectors", "measures", "units");

  /** API_PutMetricData, Namespace; what begins so is AWS's own. */
  private static final Pattern NAMESPACE = Pattern.compile("(?!AWS/)[A-Za-z0-9_.#/-]{1,255}");

  /** Copies the collections. */
  public MetricsConfig {
    detectors = Set.copyOf(detectors);
    measures = Set.copyOf(measures);
    units = Map.copyOf(units);
  }

  /**
   * Reads a configuration.
   *
   * @param text YAML or JSON
   * @param directory not used: no file is named in it
   * @throws InvalidConfigException with every problem at once
   */
  public static MetricsConfig read(String text, Path directory) throws InvalidConfigException {
    return ConfigFile.read(text, "metrics", KNOWN, MetricsConfig::read);
  }

  private static MetricsConfig read(Settings settings) {
    return new MetricsConfig(
        settings.required("namespace").flatMap(MetricsConfig::namespace).orElse(""),
        settings.required("detectors").map(MetricsConfig::texts).orElse(Set.of()),
        settings.optional("measures").map(MetricsConfig::texts).orElse(Set.of()),
        settings.optional("units").map(MetricsConfig::units).orElse(Map.of()));
  }

  private static Optional<String> namespace(Setting setting) {
    Optional<String> text = setting.text();
    if (text.isPresent() && !NAMESPACE.matcher(text.get()).matches()) {
      setting.reject(
          "must be 1 to 255 letters, digits, '_', '.', '#', '/' and '-', not beginning with 'AWS/'");
    }
    return text;
  }

  private static Set<String> texts(Setting setting) {
    Set<String> texts = new LinkedHashSet<>();
    setting.oneOrMore().forEach(item -> item.text().ifPresent(texts::add));
    return texts;
  }

  private static Map<String, StandardUnit> units(Setting setting) {
    Map<String, StandardUnit> units = new LinkedHashMap<>();
    for (Setting.Named entry : setting.entries().orElse(List.of())) {
      Optional<StandardUnit> unit = entry.value().text().map(StandardUnit::fromValue);
      if (unit.filter(StandardUnit.UNKNOWN_TO_SDK_VERSION::equals).isPresent()) {
        entry.value().reject("must be a unit of CloudWatch, such as Percent, Seconds or Count");
      }
      unit.ifPresent(known -> units.put(entry.name(), known));
    }
    return units;
  }
}
