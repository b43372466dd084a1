package io.anomalystack.local.cli;

import io.anomalystack.local.demo.Demo;
import io.anomalystack.local.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code anomaly demo}. */
@Command(
    name = "demo",
    header = "Shows the whole on this machine: Kafka, the job, what it finds, and the dashboard.",
    description = {
      "%nStarts a real Kafka broker inside this process, publishes two days of sales with known"
          + " anomalies and a few bad records, runs the job from Kafka to Kafka, exactly once, shows the"
          + " anomalies as they are decided, writes all decisions to a lake of Parquet files, and serves"
          + " the dashboard over it on localhost. Nothing stays behind.",
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

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    new Demo(terminal, exit).run();
    return ExitStatus.FINE;
  }
}
