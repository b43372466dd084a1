package io.anomalystack.local.forward;

import io.anomalystack.forward.ElapsedClock;
import io.anomalystack.forward.ForwardCounts;
import io.anomalystack.forward.Forwarder;
import io.anomalystack.forward.Progress;
import io.anomalystack.forward.ProgressFile;
import io.anomalystack.forward.RecordMaker;
import io.anomalystack.forward.follow.Follower;
import io.anomalystack.forward.publish.RecordOutput;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.report.Numbers;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;

/** A log on its way to an output, step by step. Not for several threads. */
public final class Forwarding implements AutoCloseable {
  /** More of them would only hide what else is said; all are counted. */
  private static final int COMPLAINTS_SHOWN = 5;

  private final ForwardCounts counts = new ForwardCounts();
  private final Consumer<String> notices;
  private final Follower follower;
  private final Forwarder forwarder;

  private Forwarding(
      ForwardRequest request, Progress progress, RecordOutput output, Consumer<String> notices) {
    this.notices = notices;
    this.follower =
        new Follower(request.log(), progress == null ? null : progress.position(), notices);
    ElapsedClock elapsed =
        request.start() == null
            ? null
            : new ElapsedClock(request.start(), progress == null ? null : progress.clock());
    this.forwarder =
        new Forwarder(
            follower,
            request.format().parser(request.log().getFileName().toString(), request.zone()),
            new RecordMaker(request.constants(), request.defaults(), elapsed, Clock.systemUTC()),
            output,
            request.position() == null ? null : new ProgressFile(request.position()),
            counts,
            this::complain);
  }

  /**
   * Begins where it was left, or at the beginning.
   *
   * @param output stays the caller's
   * @param notices takes what a person should know of
   */
  public static Forwarding open(
      ForwardRequest request, RecordOutput output, Consumer<String> notices) throws UsageException {
    Progress progress = null;
    if (request.position() != null) {
      try {
        progress = new ProgressFile(request.position()).read().orElse(null);
      } catch (IOException e) {
        throw new UsageException("--position: " + e.getMessage());
      }
    }
    return new Forwarding(request, progress, output, notices);
  }

  /** Forwards what is there; returns whether there was anything. */
  public boolean step() throws IOException {
    return forwarder.step();
  }

  /** Forwards a last line without an end. */
  public void finish() throws IOException {
    forwarder.finish();
  }

  /** What has become of the lines so far. */
  public ForwardCounts counts() {
    return counts;
  }

  /** The counts as a person reads them. */
  public String summary() {
    return "%s sent; %s without metrics, %s not understood"
        .formatted(
            Numbers.counted(counts.sent(), "record"),
            Numbers.counted(counts.others(), "line"),
            Numbers.count(counts.unreadable()));
  }

  private void complain(String problem) {
    if (counts.unreadable() <= COMPLAINTS_SHOWN) {
      notices.accept("not understood: " + problem);
    }
    if (counts.unreadable() == COMPLAINTS_SHOWN) {
      notices.accept("more of these are counted, but not shown");
    }
  }

  @Override
  public void close() throws IOException {
    follower.close();
  }
}
