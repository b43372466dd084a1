package io.anomalystack.local.replay;

import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.OutputFile;
import io.anomalystack.local.files.Scratch;
import io.anomalystack.local.report.Summary;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;

/**
 * A replay between files or standard streams. Outputs appear when all is decided, or not at all.
 *
 * @param request what to replay
 * @param terminal where to say what came of it
 */
public record ReplayFiles(ReplayRequest request, Terminal terminal) {

  /** Replays, and prints a summary where it does not mix with the data. */
  public void run() throws IOException, UsageException, RunFailedException, InterruptedException {
    request.files().check();
    ProgressLine progress = new ProgressLine(terminal);
    try (Scratch scratch = Scratch.directory();
        OutputFile decisions = OutputFile.named(request.output(), terminal.rawOut());
        OutputFile rejected = OutputFile.named(request.rejected(), terminal.rawOut())) {
      Replay replay = new Replay(request.detectors(), request.parallelism(), request.now());
      Summary summary =
          replay.run(
              ReplayInput.named(request.input(), request.format(), terminal.in(), scratch.path()),
              new DecisionLines(decisions.stream()),
              rejected.stream(),
              scratch.path(),
              progress);
      rejected.complete();
      decisions.complete();
      progress.clear();
      print(summary);
    } finally {
      progress.clear();
    }
  }

  private void print(Summary summary) {
    boolean dataOnOut = request.files().writeToStandardOutput();
    PrintStream out = dataOnOut ? terminal.err() : terminal.out();
    Style style = dataOnOut ? terminal.errStyle() : terminal.outStyle();
    summary.lines(style).forEach(out::println);
    if (summary.countedNothing() && request.rejected() == null) {
      out.println("no record was counted: --rejected FILE says why");
    }
  }
}
