package io.anomalystack.benchmarks.accuracy;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** How all measurements of accuracy are started and asked for help. */
final class BenchmarkCommand {
  private BenchmarkCommand() {}

  static CommandLine of(Object command) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("Says this.").build());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              if (!(failure instanceof IllegalArgumentException)) {
                throw failure;
              }
              failed.getErr().println(failure.getMessage());
              return CommandLine.ExitCode.USAGE;
            });
  }
}
