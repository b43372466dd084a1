package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code unpivot: {fields, name, value}}. */
final class UnpivotReader {
  private static final List<String> KNOWN = List.of("fields", "name", "value");

  private UnpivotReader() {}

  static Optional<Unpivot> read(Setting setting) {
    return Settings.of(setting, KNOWN).flatMap(UnpivotReader::read);
  }

  private static Optional<Unpivot> read(Settings settings) {
    Optional<FieldPath> fields = settings.required("fields").flatMap(UnpivotReader::pattern);
    Optional<String> name = settings.required("name").flatMap(UnpivotReader::name);
    Optional<String> value = settings.required("value").flatMap(UnpivotReader::name);
    if (fields.isEmpty() || name.isEmpty() || value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Unpivot(fields.get(), name.get(), value.get()));
  }

  private static Optional<FieldPath> pattern(Setting setting) {
    Optional<FieldPath> pattern = FieldPathReader.read(setting);
    if (pattern.isPresent() && pattern.get().text().chars().filter(c -> c == '*').count() != 1) {
      setting.reject("must hold exactly one '*', as in 'grad_norm/*' or '/layers/*/grad_norm'");
      return Optional.empty();
    }
    return pattern;
  }

  private static Optional<String> name(Setting setting) {
    Optional<FieldPath> name = FieldPathReader.read(setting);
    if (name.isPresent() && name.get().isPointer()) {
      setting.reject("must be a plain name: it is a field that the records do not have");
      return Optional.empty();
    }
    return name.map(FieldPath::text);
  }

  /**
   * Checks that name and value are used as what they are, and that no field is two things.
   *
   * @param others fields that the detector reads of the record itself, by their settings
   */
  static void check(
      Setting setting,
      Unpivot unpivot,
      List<FieldPath> dimensions,
      List<Measure> measures,
      List<Other> others) {
    FieldPath name = new FieldPath(unpivot.name());
    FieldPath value = new FieldPath(unpivot.value());
    if (!dimensions.contains(name)) {
      setting.report("name must be one of the detector's dimensions, was '" + name.text() + "'");
    }
    if (measures.stream().noneMatch(measure -> measure.field().equals(value))) {
      setting.report("value must be the field of a measure, was '" + value.text() + "'");
    }
    List<Other> fields = new ArrayList<>(others);
    dimensions.stream()
        .filter(dimension -> !dimension.equals(name))
        .forEach(dimension -> fields.add(new Other("a dimension", dimension)));
    measures.stream()
        .filter(measure -> measure.derived() == null && !measure.field().equals(value))
        .forEach(measure -> fields.add(new Other("a measure", measure.field())));
    if (name.equals(value)) {
      setting.report("name and value must differ, were both '" + name.text() + "'");
    }
    for (Other other : fields) {
      if (other.field().equals(name) || other.field().equals(value)) {
        setting.report(
            "'%s' must be no other field, but is %s's too"
                .formatted(other.field().text(), other.setting()));
      } else if (unpivot.matches(other.field())) {
        setting.report(
            "fields must leave out '%s', which is %s's"
                .formatted(other.field().text(), other.setting()));
      }
    }
  }

  /** A field that is read for something else. */
  record Other(String setting, FieldPath field) {}
}
