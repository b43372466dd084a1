package io.anomalystack.job.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SavedDetectorsTest {
  private static final Pattern OURS = Pattern.compile("io\\.anomalystack\\.[\\w.$]+");

  @Test
  void readsWhatItWrote() throws Exception {
    DetectorSet set = new DetectorSet(3, List.of(TestDetectors.sales(), everything()));

    assertThat(SavedDetectors.<DetectorSet>read(SavedDetectors.write(set))).contains(set);
  }

  private static Detector everything() {
    return TestDetectors.sales(
        "name: other",
        "rules: [{name: high, above: 3}]",
        "calendars: [{name: sale, dates: [2024-08-30]}]",
        "overrides: [{where: {product_name: a}, anomalyThreshold: 90}]");
  }

  @Test
  void doesNotReadAnotherShape() throws Exception {
    byte[] bytes = SavedDetectors.write(DetectorSet.submitted(List.of(TestDetectors.sales())));
    bytes[3]++;

    assertThat(SavedDetectors.<DetectorSet>read(bytes)).isEmpty();
  }

  /**
   * Fails when a detector is made of something else than it was: raise {@link SavedDetectors#SHAPE}
   * then, so that what was saved in the old shape is not read as what it is not, and note the new
   * digest here.
   */
  @Test
  void shapeHasTheNumberThatItWasGiven() {
    Map<String, String> shapes = new TreeMap<>();
    collect(Detector.class, shapes);
    String shape =
        TimeSeriesId.of("detector", "shape", List.of(new Dimension("of", shapes.toString())));

    assertThat(shapes).hasSizeGreaterThan(20);
    assertThat(SavedDetectors.SHAPE + " " + shape.substring(0, 16)).isEqualTo("1 14c0bdb80370d8d6");
  }

  private static void collect(Class<?> type, Map<String, String> shapes) {
    if (shapes.containsKey(type.getName())) {
      return;
    }
    List<String> parts;
    List<Class<?>> more = List.of();
    if (type.isRecord()) {
      parts =
          Arrays.stream(type.getRecordComponents())
              .map(part -> part.getName() + ": " + part.getGenericType().getTypeName())
              .toList();
    } else if (type.isSealed()) {
      more = List.of(type.getPermittedSubclasses());
      parts = more.stream().map(Class::getName).toList();
    } else if (type.isEnum()) {
      parts = Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    } else {
      parts =
          Arrays.stream(type.getDeclaredFields())
              .filter(field -> !Modifier.isStatic(field.getModifiers()))
              .map(field -> field.getName() + ": " + field.getGenericType().getTypeName())
              .sorted()
              .toList();
    }
    shapes.put(type.getName(), parts.toString());
    more.forEach(each -> collect(each, shapes));
    Matcher named = OURS.matcher(parts.toString());
    while (named.find()) {
      try {
        collect(Class.forName(named.group()), shapes);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }
}
