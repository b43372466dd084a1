package io.anomalystack.notifier.ledger;

/**
 * A message that went through a channel.
 *
 * @param alertId the id of what was told
 * @param channel the channel's name
 */
public record Delivery(String alertId, String channel) {
  /** Both in one; an id is hexadecimal, so no two deliveries share a key. */
  String key() {
    return alertId + "#" + channel;
  }
}
