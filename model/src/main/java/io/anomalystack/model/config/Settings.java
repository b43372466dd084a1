package io.anomalystack.model.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A map of the file whose names are all known. */
public final class Settings {
  private final Setting parent;
  private final Map<String, Setting> values = new HashMap<>();

  /** Not asked for again where they are required: the misspelling is the problem. */
  private final Set<String> misspelled = new HashSet<>();

  private boolean anyUnknown;

  private Settings(Setting parent) {
    this.parent = parent;
  }

  /** The settings of a map; names that are not known are reported. */
  public static Optional<Settings> of(Setting parent, List<String> known) {
    return of(parent, known, Set.of());
  }

  /**
   * The settings of a map; names that are not known are reported.
   *
   * @param reserved names that have a meaning in the design of the file but not yet in this version
   */
  public static Optional<Settings> of(Setting parent, List<String> known, Set<String> reserved) {
    return parent.entries().map(entries -> of(parent, entries, known, reserved));
  }

  private static Settings of(
      Setting parent, List<Setting.Named> entries, List<String> known, Set<String> reserved) {
    Settings settings = new Settings(parent);
    for (Setting.Named entry : entries) {
      if (known.contains(entry.name())) {
        settings.values.put(entry.name(), entry.value());
      } else if (reserved.contains(entry.name())) {
        entry.value().report("reserved, not supported by this version");
      } else {
        settings.reportUnknown(entry, known);
      }
    }
    return settings;
  }

  private void reportUnknown(Setting.Named entry, List<String> known) {
    anyUnknown = true;
    Optional<String> meant = Suggestion.nearest(entry.name(), known);
    meant.ifPresent(misspelled::add);
    entry
        .value()
        .report(
            "unknown setting; "
                + meant
                    .map(name -> "did you mean '" + name + "'?")
                    .orElse("known here: " + String.join(", ", known)));
  }

  /** Whether nothing is set, not even what is unknown. */
  public boolean isEmpty() {
    return !anyUnknown && values.values().stream().allMatch(Setting::isNull);
  }

  /** Whether one of these is set, or might be under a name that is unknown. */
  public boolean hasAny(String... names) {
    return anyUnknown || Stream.of(names).anyMatch(name -> optional(name).isPresent());
  }

  /** A setting that may be left out; one without a value is. */
  public Optional<Setting> optional(String name) {
    return Optional.ofNullable(values.get(name)).filter(setting -> !setting.isNull());
  }

  /** A setting that must be there; reported if it is not. */
  public Optional<Setting> required(String name) {
    Setting value = values.get(name);
    if (value == null) {
      if (!misspelled.contains(name)) {
        String path = parent.path().isEmpty() ? name : parent.path() + "." + name;
        new Setting(path, parent.node(), parent.problems()).report("required, but missing");
      }
      return Optional.empty();
    }
    if (value.isNull()) {
      value.reject("required");
      return Optional.empty();
    }
    return Optional.of(value);
  }
}
