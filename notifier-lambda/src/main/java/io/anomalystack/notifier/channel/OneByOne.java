package io.anomalystack.notifier.channel;

import io.anomalystack.notifier.message.Message;
import java.util.List;

/** A channel that takes one message at a time. */
public abstract class OneByOne implements Channel {
  @Override
  public final int mostTogether() {
    return 1;
  }

  @Override
  public final List<Outcome> deliver(List<Message> messages) {
    return messages.stream().map(this::deliver).toList();
  }

  /** Delivers a message; see {@link Channel#deliver}. */
  protected abstract Outcome deliver(Message message);

  @Override
  public void close() {
    // Most hold nothing.
  }
}
