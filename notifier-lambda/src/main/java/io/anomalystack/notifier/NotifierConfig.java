package io.anomalystack.notifier;

import io.anomalystack.model.AlertState;
import io.anomalystack.model.config.ConfigFile;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.notifier.ledger.LedgerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the notifier does.
 *
 * @param zone whose times messages tell
 * @param dashboard where links lead; empty for no links
 * @param tell the states that people are told of
 * @param maxAge what was said longer ago is not delivered; empty for no limit
 * @param ledger where it is kept what was delivered
 * @param channels at least one, of different names
 */
public record NotifierConfig(
    ZoneId zone,
    Optional<URI> dashboard,
    Set<AlertState> tell,
    Optional<Duration> maxAge,
    LedgerSettings ledger,
    List<ChannelConfig> channels) {
  /** All but what only those want to know who follow an incident anyway. */
  public static final Set<AlertState> DEFAULT_TELL =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(AlertState.UPDATED)));

  /** Copies the collections. */
  public NotifierConfig {
    tell = Set.copyOf(tell);
    channels = List.copyOf(channels);
  }

  /**
   * Reads a configuration.
   *
   * @param text YAML or JSON
   * @param directory what paths in it are relative to
   * @throws InvalidConfigException with every problem at once
   */
  public static NotifierConfig read(String text, Path directory) throws InvalidConfigException {
    return ConfigFile.read(
        text,
        "notifier",
        ConfigReader.KNOWN,
        settings -> new ConfigReader(directory).read(settings));
  }
}
