package io.anomalystack.job.config;

import io.anomalystack.model.config.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads settings by name and collects all that is wrong with them. */
public final class SettingsReader {
  private final Map<String, String> properties;
  private final TreeSet<String> unread;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  /** Reads from settings by name. */
  public SettingsReader(Map<String, String> properties) {
    this.properties = properties;
    this.unread = new TreeSet<>(properties.keySet());
  }

  /** A setting that must be there; null, and a problem, where it is not. */
  public String required(String name) {
    String value = take(name);
    if (value == null) {
      problems.add(name + ": is required");
    }
    return value;
  }

  /** A setting, or what it is by default. */
  public String text(String name, String fallback) {
    String value = take(name);
    return value == null ? fallback : value;
  }

  int count(String name, int fallback) {
    String value = take(name);
    if (value == null) {
      return fallback;
    }
    try {
      int count = Integer.parseInt(value);
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Reported below, as is a number out of range.
    }
    problems.add(name + ": must be a whole number of at least 1, was '" + value + "'");
    return fallback;
  }

  double number(String name, int least, int greatest, double fallback) {
    String value = take(name);
    if (value == null) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, as is a number out of range.
    }
    problems.add(
        name + ": must be between " + least + " and " + greatest + ", was '" + value + "'");
    return fallback;
  }

  Duration duration(String name, Duration greatest, Duration fallback) {
    String value = take(name);
    if (value == null) {
      return fallback;
    }
    Optional<Duration> duration =
        DurationText.parse(value).filter(length -> length.compareTo(greatest) <= 0);
    if (duration.isEmpty()) {
      problems.add(
          "%s: must be a duration such as '1m', at most %s, was '%s'"
              .formatted(name, DurationText.format(greatest), value));
    }
    return duration.orElse(fallback);
  }

  /** Names separated by commas; none where it is not set. */
  Set<String> names(String name) {
    String value = take(name);
    Set<String> names = new LinkedHashSet<>();
    for (String each : value == null ? new String[0] : value.split(",")) {
      if (each.isBlank()) {
        problems.add(name + ": must be names separated by commas, was '" + value + "'");
        return Set.of();
      }
      names.add(each.strip());
    }
    return names;
  }

  /** One of some words; the first is the default. */
  public <T> T choice(String name, T[] choices, Function<T, String> text) {
    String value = take(name);
    if (value == null) {
      return choices[0];
    }
    for (T choice : choices) {
      if (text.apply(choice).equals(value)) {
        return choice;
      }
    }
    problems.add(
        name
            + ": must be one of "
            + String.join(", ", Arrays.stream(choices).map(text).toList())
            + ", was '"
            + value
            + "'");
    return choices[0];
  }

  /** All settings of a prefix, which is removed. */
  public Map<String, String> prefixed(String prefix) {
    asked.add(prefix + "*");
    Map<String, String> found = new LinkedHashMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            unread.remove(name);
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  private String take(String name) {
    asked.add(name);
    unread.remove(name);
    String value = properties.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** All settings that were asked for so far, set or not; {@code kafka.*} is all of a prefix. */
  public Set<String> names() {
    return Collections.unmodifiableSet(asked);
  }

  /** Adds what a caller found wrong: the setting, the rule, the value. */
  public void problem(String problem) {
    problems.add(problem);
  }

  /**
   * Ends the reading; what has not been read by then is unknown.
   *
   * @throws InvalidSettingsException with every problem at once
   */
  public void failOnProblems() throws InvalidSettingsException {
    for (String name : unread) {
      problems.add(name + ": unknown setting");
    }
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }
}
