package io.anomalystack.job.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads settings by name and collects all that is wrong with them. */
public final class SettingsReader {
  private final Map<String, String> properties;
  private final TreeSet<String> unread;
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
    unread.remove(name);
    String value = properties.get(name);
    return value == null || value.isBlank() ? null : value.strip();
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
