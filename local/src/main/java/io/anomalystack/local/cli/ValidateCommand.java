package io.anomalystack.local.cli;

import io.anomalystack.local.report.DetectorTable;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code anomaly validate}. */
@Command(
    name = "validate",
    header = "Checks a detector file, and says what each detector does.",
    description = {
      "%nPrints all problems at once, each with its place, the rule and the value; the exit status is"
          + " then 2.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  ./anomaly validate --detectors testdata/detectors/anybooks.yaml")
final class ValidateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin DetectorOption detectors;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    List<Detector> checked = detectors.read();
    terminal
        .out()
        .println(
            terminal.outStyle().green("OK")
                + ": "
                + checked.size()
                + (checked.size() == 1 ? " detector" : " detectors")
                + " in "
                + detectors.file);
    DetectorTable.lines(checked).forEach(line -> terminal.out().println("  " + line));
    return ExitStatus.FINE;
  }
}
