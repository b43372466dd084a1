package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code measures}: each {@code {field, aggregation, name}}, of which only field is due. */
final class MeasureReader {
  private static final List<String> KNOWN = List.of("field", "aggregation", "name");
  private static final Aggregation DEFAULT_AGGREGATION = Aggregation.SUM;

  private MeasureReader() {}

  static Optional<List<Measure>> readAll(Setting setting) {
    return setting.items().map(items -> readAll(setting, items));
  }

  private static List<Measure> readAll(Setting setting, List<Setting> items) {
    if (items.isEmpty()) {
      setting.report("must list at least one measure");
    }
    List<Measure> measures = new ArrayList<>();
    Map<String, String> pathByName = new HashMap<>();
    for (Setting item : items) {
      Optional<Measure> measure = Settings.of(item, KNOWN).flatMap(MeasureReader::read);
      measure.ifPresent(measures::add);
      measure.ifPresent(
          read -> {
            String other = pathByName.putIfAbsent(read.name(), item.path());
            if (other != null) {
              item.report(
                  "name must be unique in the detector, was '" + read.name() + "' as in " + other);
            }
          });
    }
    return List.copyOf(measures);
  }

  private static Optional<Measure> read(Settings settings) {
    Optional<Setting> fieldSetting = settings.required("field");
    Optional<FieldPath> field = fieldSetting.flatMap(FieldPathReader::read);
    Aggregation aggregation =
        settings
            .optional("aggregation")
            .flatMap(setting -> setting.oneOf(Aggregation.values()))
            .orElse(DEFAULT_AGGREGATION);
    Optional<String> name =
        settings.optional("name").or(() -> fieldSetting).flatMap(MeasureReader::name);
    return field.flatMap(path -> name.map(text -> new Measure(path, aggregation, text)));
  }

  /** A plus sign joins the names of measures that are judged together. */
  private static Optional<String> name(Setting setting) {
    Optional<String> name = NameReader.read(setting);
    if (name.isPresent() && name.get().contains("+")) {
      setting.reject("must be without '+' as a measure's name");
      return Optional.empty();
    }
    return name;
  }
}
