package io.anomalystack.remedy.command;

import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.ExecutorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A program on this machine.
 *
 * @param arguments the program and its arguments, of which some are {@link Placeholder}s
 * @param timeout after which it is killed
 * @param environment names of the variables that it is given beside {@code PATH}
 */
public record CommandSettings(List<String> arguments, Duration timeout, List<String> environment)
    implements ExecutorSettings {
  /** Settings beside those of every executor. */
  public static final List<String> KNOWN = List.of("command", "timeout", "environment");

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration GREATEST_TIMEOUT = Duration.ofMinutes(10);

  /** Copies the lists. */
  public CommandSettings {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
  }

  /** The settings; empty if a problem was reported. */
  public static Optional<ExecutorSettings> read(Settings settings) {
    List<String> arguments =
        settings.required("command").map(CommandSettings::arguments).orElse(List.of());
    Duration timeout =
        settings
            .optional("timeout")
            .flatMap(value -> value.duration(Duration.ofSeconds(1), GREATEST_TIMEOUT))
            .orElse(DEFAULT_TIMEOUT);
    List<String> environment =
        settings.optional("environment").map(CommandSettings::texts).orElse(List.of());
    return arguments.isEmpty()
        ? Optional.empty()
        : Optional.of(new CommandSettings(arguments, timeout, environment));
  }

  private static List<String> arguments(Setting setting) {
    Optional<List<Setting>> items = setting.items();
    List<String> arguments = new ArrayList<>();
    for (Setting item : items.orElse(List.of())) {
      item.text().ifPresent(text -> argument(item, text, arguments));
    }
    if (items.isPresent() && items.get().isEmpty()) {
      setting.report("must list a program and its arguments");
    }
    return arguments;
  }

  private static void argument(Setting item, String text, List<String> arguments) {
    boolean isPlaceholder = Placeholder.isOne(text);
    if (!isPlaceholder && Placeholder.holdsOne(text)) {
      item.reject("a placeholder must be an argument of its own");
    } else if (isPlaceholder && arguments.isEmpty()) {
      item.reject("the program must not be a placeholder");
    }
    arguments.add(text);
  }

  private static List<String> texts(Setting setting) {
    List<String> texts = new ArrayList<>();
    setting.oneOrMore().forEach(item -> item.text().ifPresent(texts::add));
    return texts;
  }

  @Override
  public Set<RemedyAction> actions() {
    return EnumSet.allOf(RemedyAction.class);
  }

  @Override
  public Executor open(Access access) {
    return new CommandExecutor(this, System.getenv());
  }
}
