package io.anomalystack.local.replay;

import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.InProcess;
import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.local.flink.LocalFlink;
import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.local.flink.RunningJob;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.report.Summary;
import io.anomalystack.local.report.Tally;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job's own topology over a file: the same input and detectors give the same bytes, at any
 * parallelism.
 *
 * @param detectors those of the topic that the file stands for
 * @param parallelism how many tasks share the work
 * @param wallClock the time that the wall clock shows throughout
 */
public record Replay(List<Detector> detectors, int parallelism, Instant wallClock) {
  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

  /**
   * Decides the whole input.
   *
   * @param decisions takes the decisions, ordered by period end, detector name and series, one
   *     after the other
   * @param alerts takes what is said of incidents, ordered by time, detector name and incident, one
   *     after the other
   * @param remedies takes what is decided of remedies, ordered by time, detector name and target,
   *     one after the other
   * @param rejected takes rejected records as JSON Lines, in the order of the input
   * @param scratch an existing directory for what is needed on the way
   */
  public Summary run(
      ReplayInput input,
      Taker<Decision> decisions,
      Taker<Alert> alerts,
      Taker<RemedyRecord> remedies,
      OutputStream rejected,
      Path scratch,
      ProgressLine progress)
      throws IOException, UsageException, RunFailedException, InterruptedException {
    RecordFormat format = input.recordFormat(detectors);
    Tally tally = new Tally();
    RecordCounters counters = new RecordCounters();
    Instant begun = Instant.now();
    try (RejectedSpool spool = new RejectedSpool(scratch);
        InProcess<RecordCounters> counting = InProcess.of(counters);
        InProcess<Taker<Decision>> decisionTaker =
            InProcess.of(
                decision -> {
                  decisions.take(decision);
                  tally.decision(decision);
                });
        InProcess<Taker<Alert>> alertTaker = InProcess.of(alerts);
        InProcess<Taker<RemedyRecord>> remedyTaker = InProcess.of(remedies);
        InProcess<Taker<RejectedRecord>> rejectedTaker =
            InProcess.of(
                record -> {
                  spool.add(record);
                  tally.rejected(record.reason());
                })) {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(
              parallelism, LocalFlink.configuration(parallelism, scratch, counting));
      AnomalyDetectionJob.assemble(
          env,
          new FilePorts(
              input,
              format,
              wallClock.toEpochMilli(),
              detectors,
              decisionTaker,
              alertTaker,
              remedyTaker,
              rejectedTaker),
          detectors,
          LocalFlink.scoring(parallelism));
      RunningJob job = RunningJob.start(env, "replay");
      while (!job.ends(PROGRESS_INTERVAL)) {
        progress.show(
            "%s records read, %s decisions, %s anomalies"
                .formatted(
                    Numbers.count(counters.read()),
                    Numbers.count(tally.decisions()),
                    Numbers.count(tally.anomalies())));
      }
      spool.writeInOrder(rejected);
    }
    return new Summary(
        counters.read(), counters.samples(), tally, Duration.between(begun, Instant.now()));
  }
}
