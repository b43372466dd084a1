package io.anomalystack.local.replay;

import io.anomalystack.embedded.Scratch;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.OutputFile;
import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.local.report.Summary;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RemedyRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A replay between files or standard streams, and into a lake. Nothing appears before all is
 * decided. Then each output appears whole or not at all, one after the other, and the lake's files
 * at last: who stops a run in those moments may find some of them new and others not. The same
 * replay again sets that right.
 *
 * @param request what to replay
 * @param terminal where to say what came of it
 */
public record ReplayFiles(ReplayRequest request, Terminal terminal) {

  /** Replays, and prints a summary where it does not mix with the data. */
  public void run() throws IOException, UsageException, RunFailedException, InterruptedException {
    request.check();
    ProgressLine progress = new ProgressLine(terminal);
    try (Scratch scratch = Scratch.directory()) {
      ReplayInput input =
          ReplayInput.named(request.input(), request.format(), terminal.in(), scratch.path());
      run(input, scratch.path(), progress);
    } finally {
      progress.clear();
    }
  }

  private void run(ReplayInput input, Path scratch, ProgressLine progress)
      throws IOException, UsageException, RunFailedException, InterruptedException {
    try (DecisionLake lake =
            DecisionLake.named("--lake", request.lake(), request.detectors(), input);
        LakeLogs logs = LakeLogs.named(request.lake(), request.detectors(), scratch);
        OutputFile decisions = OutputFile.named(request.output(), terminal.rawOut());
        OutputFile alerts = OutputFile.named(request.alerts(), terminal.rawOut());
        OutputFile remedies = OutputFile.named(request.remedies(), terminal.rawOut());
        OutputFile rejected = OutputFile.named(request.rejected(), terminal.rawOut())) {
      Taker<Decision> lines =
          request.output() == null ? decision -> {} : new DecisionLines(decisions.stream());
      AlertTally told = new AlertTally();
      Taker<Alert> alertLines =
          request.alerts() == null ? alert -> {} : new AlertLines(alerts.stream());
      RemedyTally decided = new RemedyTally();
      Taker<RemedyRecord> remedyLines =
          request.remedies() == null ? remedy -> {} : new RemedyLines(remedies.stream());
      Replay replay = new Replay(request.detectors(), request.parallelism(), request.now());
      Summary summary =
          replay.run(
              input,
              decision -> {
                lines.take(decision);
                lake.take(decision);
                logs.take(decision);
              },
              alert -> {
                alertLines.take(alert);
                logs.take(alert);
                told.add(alert);
              },
              remedy -> {
                remedyLines.take(remedy);
                logs.take(remedy);
                decided.add(remedy);
              },
              rejected.stream(),
              scratch,
              progress);
      // The lake last: others read it, and what was there is gone once it begins to change. An
      // output that cannot be ended, be it a closed pipe, leaves it as it was; an output that is
      // there while the lake could not be written is right as it is.
      rejected.complete();
      remedies.complete();
      alerts.complete();
      decisions.complete();
      List<String> written = lake.complete();
      logs.complete();
      progress.clear();
      print(summary, told, decided, written);
    }
  }

  private void print(Summary summary, AlertTally told, RemedyTally decided, List<String> written) {
    boolean dataOnOut = request.files().writeToStandardOutput();
    PrintStream out = dataOnOut ? terminal.err() : terminal.out();
    Style style = dataOnOut ? terminal.errStyle() : terminal.outStyle();
    summary.lines(style).forEach(out::println);
    if (request.alerts() != null) {
      out.println(told.line());
    }
    if (request.remedies() != null) {
      out.println(decided.line());
    }
    written.forEach(out::println);
    if (summary.countedNothing() && request.rejected() == null) {
      out.println("no record was counted: --rejected FILE says why");
    }
  }
}
