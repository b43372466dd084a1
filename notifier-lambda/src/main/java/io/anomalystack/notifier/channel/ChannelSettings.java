package io.anomalystack.notifier.channel;

import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secrets;

/** What the configuration says of a channel. */
public interface ChannelSettings {
  /** The channel; nothing is connected yet. */
  Channel open(Access access);

  /** What channels need to get at the outside. */
  record Access(Secrets secrets, AwsAccess aws) {}
}
