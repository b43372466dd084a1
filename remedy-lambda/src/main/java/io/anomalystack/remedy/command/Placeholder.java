package io.anomalystack.remedy.command;

import io.anomalystack.model.RemedyRecord;
import io.anomalystack.remedy.executor.Target;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for something of the remedy in a command: {@code {target}} for the value of the
 * target's only dimension, {@code {target:NAME}} for that of one of several, {@code {action}},
 * {@code {remedy}} for its name, {@code {detector}}, {@code {id}}. Always an argument of its own:
 * what it stands for is never part of another text.
 */
final class Placeholder {
  private static final Pattern FORM =
      Pattern.compile("\\{(?:(action|remedy|detector|id)|target(?::([^{}]+))?)}");

  private Placeholder() {}

  static boolean isOne(String argument) {
    return FORM.matcher(argument).matches();
  }

  static boolean holdsOne(String argument) {
    return FORM.matcher(argument).find();
  }

  /** What a placeholder stands for; empty where the remedy has no such thing. */
  static Optional<String> value(String placeholder, RemedyRecord remedy) {
    Matcher matcher = FORM.matcher(placeholder);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1) == null) {
      return Target.value(remedy, Optional.ofNullable(matcher.group(2)));
    }
    return Optional.of(
        switch (matcher.group(1)) {
          case "action" -> remedy.action().text();
          case "remedy" -> remedy.name();
          case "detector" -> remedy.detectorName();
          default -> remedy.remedyId();
        });
  }
}
