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
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A replay between files or standard streams. Outputs appear when all is decided, or not at all.
 *
 * @param request what to replay
 * @param terminal where to say what came of it
 */
public record ReplayFiles(ReplayRequest request, Terminal terminal) {

  /** Replays, and prints a summary where it does not mix with the data. */
  public void run() throws IOException, UsageException, RunFailedException, InterruptedException {
    request.check();
    ProgressLine progress = new ProgressLine(terminal);
    try (Scratch scratch = Scratch.directory();
        OutputFile decisions = output(request.output());
        OutputFile rejected = output(request.rejected())) {
      Replay replay = new Replay(request.detectors(), request.parallelism(), request.now());
      Summary summary =
          replay.run(
              input(scratch.path()),
              decisions.stream(),
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

  private ReplayInput input(Path directory) throws IOException {
    if (request.input().equals(ReplayRequest.STANDARD)) {
      return ReplayInput.spooled(terminal.in(), directory, format());
    }
    Path file = Path.of(request.input());
    if (Files.isRegularFile(file)) {
      return new ReplayInput(file.toAbsolutePath(), format());
    }
    return ReplayInput.spooled(Files.newInputStream(file), directory, format());
  }

  private InputFormat format() {
    return request.format() == null ? InputFormat.of(request.input()) : request.format();
  }

  private OutputFile output(String name) throws IOException {
    if (name == null) {
      return OutputFile.to(OutputStream.nullOutputStream());
    }
    return name.equals(ReplayRequest.STANDARD)
        ? OutputFile.to(terminal.rawOut())
        : OutputFile.at(Path.of(name));
  }

  private void print(Summary summary) {
    boolean dataOnOut =
        request.output().equals(ReplayRequest.STANDARD)
            || ReplayRequest.STANDARD.equals(request.rejected());
    PrintStream out = dataOnOut ? terminal.err() : terminal.out();
    Style style = dataOnOut ? terminal.errStyle() : terminal.outStyle();
    summary.lines(style).forEach(out::println);
    if (summary.countedNothing() && request.rejected() == null) {
      out.println("no record was counted: --rejected FILE says why");
    }
  }
}
