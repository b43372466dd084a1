package io.anomalystack.notifier.channel;

import io.anomalystack.notifier.message.Message;
import java.util.List;

/**
 * A way to people. Delivering the same message twice is harmless wherever the other side can tell
 * by its id; where it cannot, people see it twice.
 */
public interface Channel extends AutoCloseable {
  /**
   * How many messages it takes at once, at least 1. Only after all of them is it noted which went
   * through, so this is what a crash may send twice.
   */
  int mostTogether();

  /**
   * Delivers messages of different incidents, each independently of the others, within seconds.
   *
   * @return what became of each, in the order of the messages; nothing that the other side does
   *     makes it throw
   */
  List<Outcome> deliver(List<Message> messages);

  /** Gives connections back; never fails. */
  @Override
  void close();
}
