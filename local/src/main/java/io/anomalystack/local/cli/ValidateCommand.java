package io.anomalystack.local.cli;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.report.ChangesTable;
import io.anomalystack.local.report.DetectorTable;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.change.DetectorChanges;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anomaly validate}. */
@Command(
    name = "validate",
    header = "Checks a detector file, and says what each detector does.",
    description = {
      "%nPrints all problems at once, each with its place, the rule and the value; the exit status is"
          + " then 2.",
      "",
      "With --running, the file that a job runs now, it says too what the new one would do to that"
          + " job: what takes effect at once, where values may jump, what would be forgotten, and"
          + " what needs a restart from a savepoint. A running job refuses the last two, and goes on"
          + " as before; the exit status is then 1. It may forget what the detectors named by"
          + " --forget have learned, as by the job's setting detectors.forget.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly validate --detectors testdata/detectors/anybooks.yaml",
      "  ./anomaly validate --detectors new.yaml --running detectors.yaml --forget sales"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin DetectorOption detectors;

  @Option(
      names = "--running",
      paramLabel = "FILE",
      description = "The detector file that a job runs now, to be replaced by the new one.")
  Path running;

  @Option(
      names = "--forget",
      split = ",",
      paramLabel = "NAME",
      description = "Running detectors of which what they learned may be lost.")
  Set<String> forget = new LinkedHashSet<>();

  @Mixin ThresholdOption threshold;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    double defaultThreshold = threshold.read();
    List<Detector> checked = new NamedDetectors(detectors.file).read(defaultThreshold);
    List<Detector> before = running(defaultThreshold);
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
    return running == null
        ? ExitStatus.FINE
        : tell(DetectorChanges.between(before, checked, forget));
  }

  /** Empty where no job runs. */
  private List<Detector> running(double defaultThreshold)
      throws InvalidDetectorsException, UsageException {
    if (running == null) {
      if (!forget.isEmpty()) {
        throw new UsageException("--forget needs --running: the detectors that a job runs now");
      }
      return List.of();
    }
    List<Detector> before;
    try {
      before = new NamedDetectors(running).read(defaultThreshold);
    } catch (InvalidDetectorsException e) {
      throw new InvalidDetectorsException(
          e.problems().stream().map(problem -> running + ": " + problem).toList());
    }
    List<String> names = before.stream().map(Detector::name).toList();
    for (String name : forget) {
      if (!names.contains(name)) {
        throw new UsageException(
            "--forget: no detector '%s' in %s, which has %s"
                .formatted(name, running, String.join(", ", names)));
      }
    }
    return before;
  }

  private int tell(DetectorChanges changes) {
    terminal.out().println();
    if (changes.isEmpty()) {
      terminal.out().println("a job that runs " + running + " would not notice: nothing differs");
      return ExitStatus.FINE;
    }
    terminal.out().println("to a job that runs " + running + ":");
    ChangesTable.lines(changes.changes()).forEach(line -> terminal.out().println("  " + line));
    terminal.out().println();
    if (changes.accepted()) {
      terminal
          .out()
          .println(terminal.outStyle().green("accepted") + ": it takes effect without a restart");
      return ExitStatus.FINE;
    }
    terminal
        .out()
        .println(terminal.outStyle().red("refused") + ": the job would go on as before, because");
    changes.refusals().forEach(refusal -> terminal.out().println("  - " + refusal));
    return ExitStatus.REFUSED;
  }
}
