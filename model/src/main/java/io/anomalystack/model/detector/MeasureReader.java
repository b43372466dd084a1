package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code measures}: each {@code {field, aggregation, name}}, of which only field is due, or
 * {@code {derived, aggregation, name}}.
 */
final class MeasureReader {
  private static final List<String> KNOWN = List.of("field", "derived", "aggregation", "name");
  private static final Aggregation DEFAULT_AGGREGATION = Aggregation.SUM;

  private MeasureReader() {}

  /**
   * Reads a list of them.
   *
   * @param derived what is computed of each record, or null
   */
  static Optional<List<Measure>> readAll(Setting setting, Derived derived) {
    return setting.items().map(items -> readAll(setting, items, derived));
  }

  private static List<Measure> readAll(Setting setting, List<Setting> items, Derived derived) {
    if (items.isEmpty()) {
      setting.report("must list at least one measure");
    }
    List<Measure> measures = new ArrayList<>();
    Map<String, String> pathByName = new HashMap<>();
    for (Setting item : items) {
      Optional<Measure> measure =
          Settings.of(item, KNOWN).flatMap(settings -> read(settings, derived));
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

  private static Optional<Measure> read(Settings settings, Derived derived) {
    Optional<Setting> computed = settings.optional("derived");
    Optional<Setting> source = computed.or(() -> settings.required("field"));
    Optional<Quantity> quantity = computed.flatMap(MeasureReader::quantity);
    quantity.ifPresent(known -> DerivedReader.check(computed.get(), known, derived));
    if (computed.isPresent()) {
      settings
          .optional("field")
          .ifPresent(field -> field.reject("not with derived: the one or the other"));
    }
    Optional<FieldPath> field = source.flatMap(FieldPathReader::read);
    Aggregation aggregation =
        settings
            .optional("aggregation")
            .flatMap(setting -> setting.oneOf(Aggregation.values()))
            .orElse(quantity.isPresent() ? Aggregation.AVG : DEFAULT_AGGREGATION);
    Optional<String> name = settings.optional("name").or(() -> source).flatMap(MeasureReader::name);
    return field.flatMap(
        path -> name.map(text -> new Measure(path, aggregation, text, quantity.orElse(null))));
  }

  private static Optional<Quantity> quantity(Setting setting) {
    Optional<String> word = setting.text();
    Optional<Quantity> quantity =
        Stream.of(Quantity.values())
            .filter(known -> word.equals(Optional.of(known.word())))
            .findFirst();
    if (word.isPresent() && quantity.isEmpty()) {
      setting.reject(
          "must be one of "
              + String.join(", ", Stream.of(Quantity.values()).map(Quantity::word).toList()));
    }
    return quantity;
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
