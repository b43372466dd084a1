package io.anomalystack.notifier.channel;

import io.anomalystack.notifier.message.Message;
import java.io.PrintStream;

/** Messages as plain text on a terminal. */
final class ConsoleChannel extends OneByOne {
  private static final String RULE = "-".repeat(72);

  private final PrintStream out;

  ConsoleChannel(PrintStream out) {
    this.out = out;
  }

  @Override
  protected Outcome deliver(Message message) {
    // In one call, so that lines of others do not come between.
    out.println(RULE + "\n" + message.text() + RULE);
    return out.checkError() ? Outcome.failedForNow("the output is closed") : Outcome.delivered();
  }
}
