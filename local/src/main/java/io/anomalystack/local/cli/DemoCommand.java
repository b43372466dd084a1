package io.anomalystack.local.cli;

import io.anomalystack.local.demo.Demo;
import io.anomalystack.local.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anomaly demo}. */
@Command(
    name = "demo",
    header = "Shows the whole on this machine, from a shop's database to the messages to people.",
    description = {
      "%nStarts a real Kafka broker and a real PostgreSQL, sells books for two days with known"
          + " anomalies among them, takes the sales from the database to Kafka every minute of the shop's"
          + " time, exactly once, runs the job from Kafka to Kafka, exactly once, shows the anomalies"
          + " as they are decided and the messages that people get, writes all decisions to a lake of"
          + " Parquet files, and serves the dashboard over it on localhost. Nothing stays behind.",
      "",
      "The messages go to the dashboard; with --notify to your own channels, too.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  ./anomaly demo --exit")
final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--exit",
      description = "Ends when all is decided. Without it the demo stays, to be looked at.")
  boolean exit;

  @Mixin NotifyOption notify;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    new Demo(terminal, notify.read(), exit).run();
    return ExitStatus.FINE;
  }
}
