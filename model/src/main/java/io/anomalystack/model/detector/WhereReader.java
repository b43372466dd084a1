package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code where: {field: text, field: [text, text]}}, in the order of the file. */
final class WhereReader {
  private WhereReader() {}

  static Optional<Map<FieldPath, Set<String>>> read(Setting setting) {
    return setting.entries().map(WhereReader::read);
  }

  /** The same where each field must be one of the detector's dimensions, of which one is named. */
  static Optional<Map<FieldPath, Set<String>>> read(Setting setting, List<FieldPath> dimensions) {
    Optional<List<Setting.Named>> entries = setting.entries();
    if (entries.isPresent() && entries.get().isEmpty()) {
      setting.report("must name at least one dimension");
    }
    for (Setting.Named entry : entries.orElse(List.of())) {
      if (!dimensions.contains(new FieldPath(entry.name()))) {
        entry
            .value()
            .report(
                dimensions.isEmpty()
                    ? "must be a dimension of the detector, which has none"
                    : "must be one of the detector's dimensions: "
                        + String.join(", ", dimensions.stream().map(FieldPath::text).toList()));
      }
    }
    return entries.map(WhereReader::read);
  }

  private static Map<FieldPath, Set<String>> read(List<Setting.Named> entries) {
    Map<FieldPath, Set<String>> where = new LinkedHashMap<>();
    for (Setting.Named entry : entries) {
      FieldPathReader.read(entry.value(), entry.name())
          .ifPresent(field -> where.put(field, texts(entry.value())));
    }
    return Collections.unmodifiableMap(where);
  }

  private static Set<String> texts(Setting setting) {
    Set<String> texts = new LinkedHashSet<>();
    setting.oneOrMore().forEach(item -> item.text().ifPresent(texts::add));
    return Collections.unmodifiableSet(texts);
  }
}
