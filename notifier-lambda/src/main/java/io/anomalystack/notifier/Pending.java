package io.anomalystack.notifier;

import io.anomalystack.notifier.message.Message;

/**
 * A message that waits for a channel.
 *
 * @param record the place of its record in the batch
 */
record Pending(int record, Message message) {
  String incidentId() {
    return message.announcement().alert().incidentId();
  }
}
