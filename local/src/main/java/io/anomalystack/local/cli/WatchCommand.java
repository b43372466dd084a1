package io.anomalystack.local.cli;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.local.watch.Watch;
import io.anomalystack.local.watch.WatchRequest;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anomaly watch}. */
@Command(
    name = "watch",
    header = "Watches a training run on this machine, from its log.",
    description = {
      "%nStarts a real Kafka broker, follows the log of a run as 'forward' does, decides every step as"
          + " 'run' does, shows the anomalies and the messages that people get, and serves the"
          + " dashboard on localhost. It begins at the log's beginning. Nothing stays behind, save what was"
          + " done with --remedy, in anomaly-state/anomaly-watch: another watch does not do it again.",
      "",
      "Without --detectors it watches loss, grad_norm and step_time of each run, and the gradient norm of"
          + " each of its layers, by testdata/detectors/training.yaml: what a log does not say is not"
          + " watched. A run is called as its log is, unless the log or --set run=NAME says another"
          + " name.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly watch train.log",
      "  ./anomaly watch run.jsonl --detectors testdata/detectors/training.yaml \\",
      "      --detectors testdata/detectors/training-mfu.yaml --set gpu=H100-SXM",
      "  ./anomaly watch run.jsonl --detectors mine.yaml --notify channels.yaml",
      "  ./anomaly watch old.log --start 2024-11-22T15:00:00Z --exit"
    })
final class WatchCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin LogOptions log;

  @Option(
      names = "--detectors",
      paramLabel = "FILE",
      description =
          "What to watch, and how, in place of the detectors for training runs; may be given several"
              + " times.")
  List<Path> detectors = List.of();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Which topic the log stands for, where the detectors read several.")
  String topic;

  @Option(
      names = "--exit",
      description = "Ends when all that the log holds is decided. Without it more is waited for.")
  boolean exit;

  @Mixin NotifyOption notify;

  @Mixin RemedyOption remedy;

  WatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    new Watch(
            new WatchRequest(
                detectors(),
                log.request(Map.of("run", name()), null, exit),
                notify.read(),
                remedy.read()),
            terminal)
        .run();
    return ExitStatus.FINE;
  }

  private List<Detector> detectors() throws InvalidDetectorsException, UsageException, IOException {
    return detectors.isEmpty()
        ? DetectorFile.parse(BundledFiles.read(BundledFiles.TRAINING_DETECTORS))
        : new NamedDetectors(detectors).read(topic);
  }

  /** The log's, without what says how it is written. */
  private String name() {
    String file = log.log.getFileName().toString();
    int dot = file.indexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
