package io.anomalystack.local.forward;

import io.anomalystack.forward.publish.RecordOutput;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.live.StopSignal;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.local.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Forwards a log until it ends, or the user wants it to stop.
 *
 * @param request what to forward
 * @param destination what the output is, for a person
 * @param terminal where to say what it does; data may go to its standard output, so that is on
 *     standard error
 */
public record ForwardLog(ForwardRequest request, String destination, Terminal terminal) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Runs. */
  public void run(RecordOutput output) throws IOException, UsageException, InterruptedException {
    ProgressLine progress = new ProgressLine(terminal);
    terminal.err().println(introduction());
    try (StopSignal stop = StopSignal.listen();
        Forwarding forwarding =
            Forwarding.open(request, output, line -> progress.print(terminal.err(), line))) {
      try {
        follow(forwarding, progress, stop);
      } finally {
        progress.clear();
        terminal.err().println(forwarding.summary());
      }
    }
  }

  private String introduction() {
    return request.once()
        ? "forwarding %s to %s".formatted(request.log(), destination)
        : "forwarding %s to %s as it grows; Ctrl-C ends it".formatted(request.log(), destination);
  }

  private void follow(Forwarding forwarding, ProgressLine progress, StopSignal stop)
      throws IOException, InterruptedException {
    Instant lastShown = Instant.EPOCH;
    while (!stop.isRequested()) {
      boolean any = forwarding.step();
      if (!any && request.once()) {
        forwarding.finish();
        return;
      }
      if (Duration.between(lastShown, Instant.now()).compareTo(POLL) > 0) {
        lastShown = Instant.now();
        progress.show(forwarding.summary());
      }
      if (!any) {
        Thread.sleep(POLL.toMillis());
      }
    }
  }
}
