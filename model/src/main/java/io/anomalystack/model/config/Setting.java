package io.anomalystack.model.config;

import io.anomalystack.model.config.ConfigNode.Entry;
import io.anomalystack.model.config.ConfigNode.Mapping;
import io.anomalystack.model.config.ConfigNode.Scalar;
import io.anomalystack.model.config.ConfigNode.Sequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A value in the file and the way to it. Each reading method returns what it was asked for, or
 * reports what is wrong and returns nothing.
 *
 * @param path such as {@code detectors[0].period}
 */
public record Setting(String path, ConfigNode node, Problems problems) {
  private static final int MAX_SHOWN_CHARS = 60;

  /** Longer numbers are no settings, and slow to read. */
  private static final int MAX_NUMBER_CHARS = 40;

  /** Reports a rule that does not lie in the value alone. */
  public void report(String rule) {
    problems.add(node.position(), path + ": " + rule);
  }

  /** Reports the rule that the value breaks, and the value. */
  public void reject(String rule) {
    report(rule + ", was " + shown());
  }

  /** Whether nothing is given. */
  public boolean isNull() {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  /** A single value, as it was written. */
  public Optional<String> text() {
    if (node instanceof Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar.text());
    }
    reject("expected a text");
    return Optional.empty();
  }

  /** A list's items. */
  public Optional<List<Setting>> items() {
    if (node instanceof Sequence sequence) {
      List<Setting> items = new ArrayList<>();
      for (ConfigNode item : sequence.items()) {
        items.add(new Setting(path + "[" + items.size() + "]", item, problems));
      }
      return Optional.of(items);
    }
    reject("expected a list");
    return Optional.empty();
  }

  /** A value that stands alone, or the values of a list, of which there must be at least one. */
  public List<Setting> oneOrMore() {
    if (!(node instanceof Sequence)) {
      return List.of(this);
    }
    List<Setting> items = items().orElseThrow();
    if (items.isEmpty()) {
      report("must list at least one value");
    }
    return items;
  }

  /** The entries of a map by their names, the first of each. */
  public Optional<List<Named>> entries() {
    if (!(node instanceof Mapping mapping)) {
      reject("expected a map");
      return Optional.empty();
    }
    List<Named> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Entry entry : mapping.entries()) {
      Setting key = new Setting(path, entry.key(), problems);
      if (!(entry.key() instanceof Scalar name) || name.isNull()) {
        key.reject("expected a text as the name of a setting");
      } else if (names.add(name.text())) {
        entries.add(new Named(name.text(), child(name.text(), entry.value())));
      } else {
        child(name.text(), entry.key()).report("set twice");
      }
    }
    return Optional.of(entries);
  }

  /** An entry of a map. */
  public record Named(String name, Setting value) {}

  private Setting child(String name, ConfigNode value) {
    String step = shortened(name);
    return new Setting(path.isEmpty() ? step : path + "." + step, value, problems);
  }

  /** One of an enum's constants, which the file writes in lower case, with {@code -} for _. */
  public <E extends Enum<E>> Optional<E> oneOf(E[] constants) {
    List<String> words = new ArrayList<>();
    for (E constant : constants) {
      words.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    int index = node instanceof Scalar scalar ? words.indexOf(scalar.text()) : -1;
    if (index < 0) {
      reject("must be one of " + String.join(", ", words));
      return Optional.empty();
    }
    return Optional.of(constants[index]);
  }

  /** A truth value. */
  public Optional<Boolean> trueOrFalse() {
    if (node instanceof Scalar scalar && scalar.text().matches("true|false")) {
      return Optional.of(scalar.text().equals("true"));
    }
    reject("must be true or false");
    return Optional.empty();
  }

  /** A duration, see {@link DurationText}. */
  public Optional<Duration> duration() {
    Optional<Duration> duration =
        node instanceof Scalar scalar ? DurationText.parse(scalar.text()) : Optional.empty();
    if (duration.isEmpty()) {
      reject("expected a duration such as '1m'");
    }
    return duration;
  }

  /** A duration within bounds, both included. */
  public Optional<Duration> duration(Duration least, Duration greatest) {
    Optional<Duration> duration = duration();
    if (duration.isPresent()
        && (duration.get().compareTo(least) < 0 || duration.get().compareTo(greatest) > 0)) {
      reject(
          "must be between "
              + DurationText.format(least)
              + " and "
              + DurationText.format(greatest));
      return Optional.empty();
    }
    return duration;
  }

  /** A whole number within bounds, both included. */
  public Optional<Integer> wholeNumber(int least, int greatest) {
    Optional<Integer> number =
        number()
            .filter(
                value -> value.stripTrailingZeros().scale() <= 0 && between(value, least, greatest))
            .map(BigDecimal::intValueExact);
    if (number.isEmpty()) {
      reject("must be a whole number between " + least + " and " + greatest);
    }
    return number;
  }

  /** A number within bounds, both included. */
  public Optional<Double> number(int least, int greatest) {
    Optional<Double> number =
        number().filter(value -> between(value, least, greatest)).map(BigDecimal::doubleValue);
    if (number.isEmpty()) {
      reject("must be between " + least + " and " + greatest);
    }
    return number;
  }

  /** A number that a double can hold. */
  public Optional<Double> finite() {
    Optional<Double> number = number().map(BigDecimal::doubleValue).filter(Double::isFinite);
    if (number.isEmpty()) {
      reject("must be a number");
    }
    return number;
  }

  /** A number above 0 that a double can hold. */
  public Optional<Double> positive() {
    Optional<Double> number =
        number().map(BigDecimal::doubleValue).filter(value -> value > 0 && Double.isFinite(value));
    if (number.isEmpty()) {
      reject("must be a number above 0");
    }
    return number;
  }

  /** A number that a double can hold, and no negative one. */
  public Optional<Double> notNegative() {
    Optional<Double> number =
        number()
            .filter(value -> value.signum() >= 0)
            .map(BigDecimal::doubleValue)
            .filter(Double::isFinite);
    if (number.isEmpty()) {
      reject("must be a number of at least 0");
    }
    return number;
  }

  private Optional<BigDecimal> number() {
    if (!(node instanceof Scalar scalar) || scalar.text().length() > MAX_NUMBER_CHARS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(scalar.text()));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static boolean between(BigDecimal value, int least, int greatest) {
    return value.compareTo(BigDecimal.valueOf(least)) >= 0
        && value.compareTo(BigDecimal.valueOf(greatest)) <= 0;
  }

  /** The value as a message shows it. */
  private String shown() {
    if (node instanceof Mapping) {
      return "a map";
    }
    if (node instanceof Sequence) {
      return "a list";
    }
    if (isNull()) {
      return "empty";
    }
    return shown(((Scalar) node).text());
  }

  /** A text as a message shows it: quoted, on one line, and not too long. */
  public static String shown(String text) {
    return "'" + shortened(text) + "'";
  }

  /** A text on one line, and not too long. */
  public static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MAX_SHOWN_CHARS ? line : line.substring(0, MAX_SHOWN_CHARS) + "…";
  }
}
