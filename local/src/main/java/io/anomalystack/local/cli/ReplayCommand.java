package io.anomalystack.local.cli;

import io.anomalystack.local.replay.ReplayFiles;
import io.anomalystack.local.replay.ReplayRequest;
import io.anomalystack.local.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anomaly replay}. */
@Command(
    name = "replay",
    header = "Decides the records of a file: a bounded run of the very same job.",
    description = {
      "%nReads JSON Lines, or CSV with a header; gzipped if the name ends in .gz. Writes a decision"
          + " for each time series and period, as JSON Lines, into a lake, or both, ordered by the"
          + " period's end, detector and series. Event time advances with the records in the order"
          + " of the file. The same input and detectors give the same bytes, at any parallelism.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly replay --detectors testdata/detectors/anybooks.yaml \\",
      "      --input testdata/streams/anybooks.jsonl.gz --output decisions.jsonl",
      "  ./anomaly replay --detectors detectors.yaml --input hourly.csv --output - \\",
      "      | jq 'select(.anomalyDecision == 1)'",
      "  ./anomaly replay --detectors detectors.yaml --input hourly.csv --lake lake"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin DetectorOption detectors;

  @Mixin InputOptions input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the decisions go as JSON Lines; - is standard output.")
  String output;

  @Option(
      names = "--lake",
      paramLabel = "DIRECTORY",
      description =
          "The lake that the decisions go to, as Parquet, beside --output or in its place; made if"
              + " there is none. The same replay again takes the place of its earlier files there.")
  String lake;

  @Option(
      names = "--alerts",
      paramLabel = "FILE",
      description =
          "Where goes what there is to be said of incidents, as JSON Lines, ordered by time, detector"
              + " and incident; - is standard output.")
  String alerts;

  @Option(
      names = "--remedies",
      paramLabel = "FILE",
      description =
          "Where goes what is decided of remedies, as JSON Lines, ordered by time, detector and"
              + " target; - is standard output. Nothing is executed.")
  String remedies;

  @Option(
      names = "--rejected",
      paramLabel = "FILE",
      description =
          "Where records go that could not be counted, with the reason; - is standard output.")
  String rejected;

  @Mixin ParallelismOption parallelism;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    ReplayRequest request =
        new ReplayRequest(
            detectors.file.toString(),
            detectors.read(input.topic),
            input.input,
            input.format,
            output,
            lake,
            alerts,
            remedies,
            rejected,
            parallelism.read(),
            input.now());
    new ReplayFiles(request, terminal).run();
    return ExitStatus.FINE;
  }
}
