package io.anomalystack.notifier;

import io.anomalystack.functions.WebAddress;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.config.ZoneReader;
import io.anomalystack.notifier.ledger.LedgerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the settings at the root. */
final class ConfigReader {
  static final List<String> KNOWN =
      List.of("zone", "dashboard", "tell", "maxAge", "ledger", "channels");

  private static final String NO_LIMIT = "none";
  private static final Duration DEFAULT_MAX_AGE = Duration.ofDays(1);
  private static final Duration LEAST_MAX_AGE = Duration.ofMinutes(1);
  private static final Duration GREATEST_MAX_AGE = Duration.ofDays(365);

  private final Path directory;

  ConfigReader(Path directory) {
    this.directory = directory;
  }

  NotifierConfig read(Settings settings) {
    Optional<Duration> maxAge =
        settings.optional("maxAge").map(ConfigReader::maxAge).orElse(Optional.of(DEFAULT_MAX_AGE));
    LedgerSettings ledger =
        settings.optional("ledger").flatMap(LedgerSettings::read).orElse(LedgerSettings.MEMORY);
    if (ledger.table().isPresent()
        && maxAge.filter(age -> ledger.keep().compareTo(age) < 0).isPresent()) {
      settings
          .optional("ledger")
          .ifPresent(
              setting ->
                  setting.report(
                      "keeps what was delivered for less than maxAge, so that a record that comes"
                          + " again later would make a second message; set keep to maxAge at least"));
    }
    return new NotifierConfig(
        settings.optional("zone").flatMap(ZoneReader::read).orElse(ZoneId.of("UTC")),
        settings.optional("dashboard").flatMap(ConfigReader::dashboard),
        settings.optional("tell").map(ConfigReader::states).orElse(NotifierConfig.DEFAULT_TELL),
        maxAge,
        ledger,
        settings.required("channels").map(this::channels).orElse(List.of()));
  }

  private static Optional<URI> dashboard(Setting setting) {
    Optional<URI> address = WebAddress.read(setting);
    if (address.isPresent() && address.get().getFragment() != null) {
      setting.reject("must not contain '#', as messages add their own query");
      return Optional.empty();
    }
    return address;
  }

  private static Set<AlertState> states(Setting setting) {
    EnumSet<AlertState> states = EnumSet.noneOf(AlertState.class);
    for (Setting item : setting.oneOrMore()) {
      item.oneOf(AlertState.values()).ifPresent(states::add);
    }
    return states;
  }

  private static Optional<Duration> maxAge(Setting setting) {
    if (setting.text().filter(NO_LIMIT::equals).isPresent()) {
      return Optional.empty();
    }
    return setting.duration(LEAST_MAX_AGE, GREATEST_MAX_AGE);
  }

  private List<ChannelConfig> channels(Setting setting) {
    List<ChannelConfig> channels = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Setting> items = setting.items().orElse(List.of());
    if (items.isEmpty() && setting.items().isPresent()) {
      setting.report("must list at least one channel");
    }
    for (Setting item : items) {
      ChannelReader.read(item, directory, names).ifPresent(channels::add);
    }
    return channels;
  }
}
