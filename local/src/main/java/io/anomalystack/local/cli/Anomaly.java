package io.anomalystack.local.cli;

import io.anomalystack.local.failure.LogFile;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code anomaly} command. */
@Command(
    name = "anomaly",
    description = {
      "",
      "Finds anomalies in streams of records: what each detector of a detector file watches is"
          + " added up by period, each series has a model of its own, and each period is decided"
          + " exactly once.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:measured, but not as good as asked for",
      "2:bad usage, or a detector file with problems: nothing was done",
      "3:failed while running"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly demo",
      "  ./anomaly validate --detectors testdata/detectors/anybooks.yaml",
      "  ./anomaly replay --detectors testdata/detectors/anybooks.yaml \\",
      "      --input testdata/streams/anybooks.jsonl.gz --output decisions.jsonl",
      "  ./anomaly backtest --detectors testdata/detectors/anybooks.yaml \\",
      "      --input testdata/streams/anybooks.jsonl.gz --labels testdata/labels/anybooks.csv",
      "  ./anomaly run --bootstrap-servers localhost:9092 --detectors detectors.yaml \\",
      "      --create-topics",
      "  ./anomaly watch train.log",
      "",
      "'./anomaly <command> --help' says more about a command."
    },
    synopsisSubcommandLabel = "<command>",
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      BacktestCommand.class,
      DashboardCommand.class,
      ValidateCommand.class,
      RunCommand.class,
      ForwardCommand.class,
      WatchCommand.class,
      ApproveCommand.class
    })
public final class Anomaly {
  private static final int HELP_WIDTH = 100;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  boolean help;

  private Anomaly() {}

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Where warnings and errors in detail go; by default a temporary file.")
  void logFile(Path file) {
    LogFile.choose(file);
  }

  public static void main(String[] args) {
    LogFile.chooseDefault();
    int status = execute(Terminal.system(), args);
    if (status != ExitStatus.FAILED) {
      LogFile.discardDefault();
    }
    System.exit(status);
  }

  /** Runs a command line; returns its exit status. */
  static int execute(Terminal terminal, String... args) {
    CommandLine commandLine = new CommandLine(new Anomaly(), new CommandFactory(terminal));
    Ansi ansi = terminal.outStyle() == Style.COLOURED ? Ansi.ON : Ansi.OFF;
    return commandLine
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures(terminal))
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }
}
