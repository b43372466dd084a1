package io.anomalystack.notifier.channel;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class ConsoleChannelTest extends ChannelContract {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  @Override
  protected Channel channel() {
    return new ConsoleChannel(new PrintStream(terminal, true, StandardCharsets.UTF_8));
  }

  @Override
  protected List<Received> received() {
    List<Received> received = new ArrayList<>();
    String rule = "-".repeat(72);
    for (String text : terminal.toString(StandardCharsets.UTF_8).split(rule + "\n", -1)) {
      if (!text.isEmpty()) {
        received.add(new Received(null, text.stripTrailing()));
      }
    }
    return received;
  }
}
