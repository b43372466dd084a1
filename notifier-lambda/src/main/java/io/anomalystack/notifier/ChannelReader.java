package io.anomalystack.notifier;

import io.anomalystack.model.Severity;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.notifier.channel.ChannelSettings;
import io.anomalystack.notifier.channel.ConsoleSettings;
import io.anomalystack.notifier.channel.FileSettings;
import io.anomalystack.notifier.mail.SmtpSettings;
import io.anomalystack.notifier.sns.SnsSettings;
import io.anomalystack.notifier.webhook.WebhookSettings;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the settings of a channel. */
final class ChannelReader {
  private static final List<String> COMMON = List.of("name", "type", "routes", "minSeverity");

  /** The name is part of the ledger's keys, and stands in logs. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private enum Type {
    SNS,
    SMTP,
    WEBHOOK,
    CONSOLE,
    FILE
  }

  private ChannelReader() {}

  /**
   * A channel; empty if a problem was reported.
   *
   * @param names those of earlier channels, to which this one's is added
   */
  static Optional<ChannelConfig> read(Setting setting, Path directory, Set<String> names) {
    // Before all others, as the type decides which are known.
    Optional<Type> type =
        setting
            .entries()
            .flatMap(
                entries ->
                    entries.stream().filter(entry -> entry.name().equals("type")).findFirst())
            .flatMap(entry -> entry.value().oneOf(Type.values()));
    if (type.isEmpty()) {
      reportMissingType(setting);
      return Optional.empty();
    }
    return Settings.of(setting, known(type.get()))
        .flatMap(settings -> read(settings, type.get(), directory, names));
  }

  private static List<String> known(Type type) {
    List<String> own =
        switch (type) {
          case SNS -> SnsSettings.KNOWN;
          case SMTP -> SmtpSettings.KNOWN;
          case WEBHOOK -> WebhookSettings.KNOWN;
          case CONSOLE -> ConsoleSettings.KNOWN;
          case FILE -> FileSettings.KNOWN;
        };
    return Stream.concat(COMMON.stream(), own.stream()).toList();
  }

  private static void reportMissingType(Setting setting) {
    boolean isThere =
        setting.entries().stream()
            .flatMap(List::stream)
            .anyMatch(entry -> entry.name().equals("type"));
    if (!isThere) {
      setting.report("must set type: sns, smtp, webhook, console or file");
    }
  }

  private static Optional<ChannelConfig> read(
      Settings settings, Type type, Path directory, Set<String> names) {
    Optional<String> name = settings.required("name").flatMap(setting -> name(setting, names));
    Routing routing =
        new Routing(
            settings.optional("routes").map(ChannelReader::routes).orElse(Set.of()),
            settings
                .optional("minSeverity")
                .flatMap(setting -> setting.oneOf(Severity.values()))
                .orElse(Severity.INFO));
    Optional<ChannelSettings> own =
        switch (type) {
          case SNS -> SnsSettings.read(settings);
          case SMTP -> SmtpSettings.read(settings, directory);
          case WEBHOOK -> WebhookSettings.read(settings, directory);
          case CONSOLE -> ConsoleSettings.read(settings);
          case FILE -> FileSettings.read(name.orElse(""), settings, directory);
        };
    return own.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : Optional.of(new ChannelConfig(name.get(), routing, own.get()));
  }

  private static Optional<String> name(Setting setting, Set<String> names) {
    Optional<String> name = setting.text();
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      setting.reject("must be up to 64 letters, digits, '_', '.' or '-'");
      return Optional.empty();
    }
    if (name.isPresent() && !names.add(name.get())) {
      setting.reject("must be a name that no other channel has");
      return Optional.empty();
    }
    return name;
  }

  private static Set<String> routes(Setting setting) {
    Set<String> routes = new LinkedHashSet<>();
    for (Setting item : setting.oneOrMore()) {
      item.text().ifPresent(routes::add);
    }
    return routes;
  }
}
