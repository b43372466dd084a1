package io.anomalystack.notifier;

import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Keeps what it takes, and takes what it is told. */
final class RecordingChannel implements Channel {
  final List<Message> taken = new ArrayList<>();
  final List<Integer> batchSizes = new ArrayList<>();
  Function<Message, Outcome> outcome = message -> Outcome.delivered();
  int mostTogether = 10;
  boolean isClosed;

  @Override
  public int mostTogether() {
    return mostTogether;
  }

  @Override
  public List<Outcome> deliver(List<Message> messages) {
    batchSizes.add(messages.size());
    List<Outcome> outcomes = new ArrayList<>();
    for (Message message : messages) {
      Outcome one = outcome.apply(message);
      outcomes.add(one);
      if (one.isDelivered()) {
        taken.add(message);
      }
    }
    return outcomes;
  }

  /** The ids of what it took, in its order. */
  List<String> ids() {
    return taken.stream().map(Message::id).toList();
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
