package io.anomalystack.local.cli;

import io.anomalystack.local.backtest.Backtest;
import io.anomalystack.local.backtest.BacktestOutputs;
import io.anomalystack.local.backtest.BacktestRequest;
import io.anomalystack.local.backtest.Candidate;
import io.anomalystack.local.backtest.Days;
import io.anomalystack.local.backtest.Gates;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.FileArguments;
import io.anomalystack.local.replay.LakeDirectory;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code anomaly backtest}. */
@Command(
    name = "backtest",
    header = "Replays a file and says how good the decisions are, by labelled windows.",
    description = {
      "%n--input may also be a lake, a directory that holds decisions/date=.../: then nothing is"
          + " decided anew, and what the detectors' names decided there is measured as it was made.",
      "",
      "Labels are CSV: start,end[,dimension ...][,detector][,measure][,kind]. The end is exclusive;"
          + " times are UTC, such as 2024-08-29 13:35:00, or have an offset. A label applies to the"
          + " series with its values; one without, to all. Other columns are of no use.",
      "",
      "An alert is right in a window that applies to its series, or up to --grace periods behind it:"
          + " precision is the share of right alerts. A window is found by one right alert of any of"
          + " its series: recall is the share of found windows. What a model decides while it learns"
          + " does not count, nor do windows that end before, or of a time without decisions.",
      "",
      "Two --detectors are compared. Gates, --decisions and --lake are for the last of them. No alerts"
          + " pass --min-precision, as none is false; no windows that count miss --min-recall.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:measured, but --min-precision or --min-recall is missed",
      "2:bad usage, detectors or labels: nothing was done",
      "3:failed while running"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly backtest --detectors testdata/detectors/anybooks.yaml \\",
      "      --input testdata/streams/anybooks.jsonl.gz --labels testdata/labels/anybooks.csv \\",
      "      --html backtest.html",
      "  ./anomaly backtest --detectors now.yaml --detectors next.yaml --input hourly.csv \\",
      "      --labels labels.csv --min-precision 0.8 --min-recall 0.5",
      "  ./anomaly backtest --detectors now.yaml --input lake --since 2024-09-01 --labels labels.csv"
    })
final class BacktestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--detectors",
      required = true,
      paramLabel = "FILE",
      description =
          "The detector file, YAML or JSON: what to watch, and how. Given twice, the two are"
              + " compared.")
  List<Path> detectors;

  @Mixin InputOptions input;

  @Option(
      names = "--since",
      paramLabel = "DAY",
      converter = DayConverter.class,
      description = "Of a lake, the first day to measure, in UTC, such as 2024-09-01.")
  LocalDate since;

  @Option(
      names = "--until",
      paramLabel = "DAY",
      converter = DayConverter.class,
      description = "Of a lake, the last day to measure.")
  LocalDate until;

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "FILE",
      description = "When something is known to be wrong, and where.")
  String labels;

  @Option(
      names = "--grace",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How many periods behind a window's end still belong to it, or points with period: record;"
              + " by default 3.")
  int grace;

  @Option(
      names = "--min-precision",
      paramLabel = "P",
      description = "The exit status is 1 if precision, of 0 to 1, is below.")
  Double minPrecision;

  @Option(
      names = "--min-recall",
      paramLabel = "R",
      description = "The exit status is 1 if recall, of 0 to 1, is below.")
  Double minRecall;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the results go for programs; - is standard output.")
  String json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Where a page goes that draws every series; it works offline.")
  String html;

  @Option(
      names = "--decisions",
      paramLabel = "FILE",
      description = "Where the decisions go, as JSON Lines; - is standard output.")
  String decisions;

  @Option(
      names = "--lake",
      paramLabel = "DIRECTORY",
      description = "The lake that the decisions go to, as Parquet; made if there is none.")
  String lake;

  @Mixin ParallelismOption parallelism;

  BacktestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    checkOptions();
    List<String> missed =
        new Backtest(
                new BacktestRequest(
                    candidates(),
                    input.input,
                    input.format,
                    new Days(since, until),
                    labels,
                    grace,
                    new Gates(minPrecision, minRecall),
                    new BacktestOutputs(json, html, decisions, lake),
                    parallelism.read(),
                    input.now()),
                terminal)
            .run();
    missed.forEach(
        line -> terminal.err().println(terminal.errStyle().red("anomaly backtest: " + line)));
    return missed.isEmpty() ? ExitStatus.FINE : ExitStatus.GATE_MISSED;
  }

  private void checkOptions() throws UsageException {
    if (detectors.size() > 2) {
      throw new UsageException(
          "--detectors: one file, or two to compare, but there are " + detectors.size());
    }
    if (grace < 0) {
      throw new UsageException("--grace: must not be negative, was " + grace);
    }
    if (FileArguments.isStandard(labels)) {
      throw new UsageException("--labels: must be a file; only --input may be standard input");
    }
    checkShare("--min-precision", minPrecision);
    checkShare("--min-recall", minRecall);
  }

  private static void checkShare(String option, Double share) throws UsageException {
    if (share != null && !(share >= 0 && share <= 1)) {
      throw new UsageException("%s: must be between 0 and 1, was %s".formatted(option, share));
    }
  }

  /** What is wrong with two files is told at once, each with its file. */
  private List<Candidate> candidates() throws InvalidDetectorsException, UsageException {
    List<Candidate> candidates = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : detectors) {
      try {
        candidates.add(new Candidate(file.toString(), read(new NamedDetectors(file))));
      } catch (InvalidDetectorsException e) {
        String where = detectors.size() > 1 ? file + ": " : "";
        e.problems().forEach(problem -> problems.add(where + problem));
      } catch (UsageException e) {
        throw detectors.size() > 1 ? new UsageException(file + ": " + e.getMessage()) : e;
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidDetectorsException(problems);
    }
    return candidates;
  }

  /** A lake stands for all topics, unless one is asked for. */
  private List<Detector> read(NamedDetectors named)
      throws InvalidDetectorsException, UsageException {
    return input.topic == null && LakeDirectory.isLake(input.input)
        ? named.read()
        : named.read(input.topic);
  }

  /** Reads a day. */
  static final class DayConverter implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String value) {
      try {
        return LocalDate.parse(value);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("expected a day such as 2024-09-01, was '" + value + "'");
      }
    }
  }
}
