package io.anomalystack.local.cli;

import io.anomalystack.dashboard.Dashboard;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.terminal.Terminal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code anomaly dashboard}. */
@Command(
    name = "dashboard",
    header = "Shows a lake of decisions in the browser.",
    description = {
      "%nServes a page on this machine: which series are tracked, which anomalies were found and why,"
          + " and each series with its expected range. What is written to the lake meanwhile appears"
          + " within seconds. The lake is only read.",
      "",
      "Nobody has to sign in: with another --host than localhost, everybody who can reach this machine"
          + " can see the lake.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  ./anomaly replay --detectors testdata/detectors/anybooks.yaml \\",
      "      --input testdata/streams/anybooks.jsonl.gz --lake lake",
      "  ./anomaly dashboard --lake lake"
    })
final class DashboardCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final int MOST_PORTS = 65_535;

  private final Terminal terminal;

  @Option(
      names = "--lake",
      required = true,
      paramLabel = "DIR",
      description = "The lake: the directory that holds decisions/date=….")
  Path lake;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where to listen; by default ${DEFAULT-VALUE}, and 0 for any that is free.")
  int port = Dashboard.PORT;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "The address to listen on; by default localhost, for this machine alone.")
  String host = "localhost";

  DashboardCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (!Files.isDirectory(lake)) {
      throw new UsageException("--lake: there is no directory " + lake);
    }
    if (port < 0 || port > MOST_PORTS) {
      throw new UsageException("--port: must be between 0 and 65535, was " + port);
    }
    terminal.out().println("reading the lake " + lake + " ...");
    try (StopSignal stop = StopSignal.listen();
        Dashboard dashboard = start()) {
      terminal.out().println("the dashboard: " + dashboard.uri());
      terminal.out().println("Ctrl-C ends it.");
      while (!stop.isRequested()) {
        Thread.sleep(TICK.toMillis());
      }
    }
    return ExitStatus.FINE;
  }

  private Dashboard start() throws Exception {
    InetAddress address;
    try {
      address =
          host.equals("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new UsageException("--host: there is no address of this name: " + host);
    }
    try {
      return Dashboard.start(lake, address, port);
    } catch (Dashboard.PortTakenException e) {
      throw new UsageException("--port, --host: " + e.getMessage());
    }
  }
}
