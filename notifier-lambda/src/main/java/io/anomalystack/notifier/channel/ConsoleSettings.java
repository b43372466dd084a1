package io.anomalystack.notifier.channel;

import io.anomalystack.model.config.Settings;
import java.util.List;
import java.util.Optional;

/** A channel to the terminal, or a function's log. */
public record ConsoleSettings() implements ChannelSettings {
  /** Settings beside those of every channel. */
  public static final List<String> KNOWN = List.of();

  /** There is nothing to set. */
  public static Optional<ChannelSettings> read(Settings settings) {
    return Optional.of(new ConsoleSettings());
  }

  @Override
  public Channel open(Access access) {
    return new ConsoleChannel(System.out);
  }
}
