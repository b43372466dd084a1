package io.anomalystack.forward;

import io.anomalystack.forward.follow.Follower;
import io.anomalystack.forward.follow.Line;
import io.anomalystack.forward.parse.LineParser;
import io.anomalystack.forward.parse.Parsed;
import io.anomalystack.forward.parse.Parsed.Metrics;
import io.anomalystack.forward.parse.Parsed.Unreadable;
import io.anomalystack.forward.publish.RecordOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes lines from a log and records to where they should be, and notes how far it has come only
 * when they are there: after a crash a record may come again, but none is lost.
 */
public final class Forwarder {
  /**
   * Kafka takes 1 MiB by default, with the batch around it. A byte that is no UTF-8 becomes three.
   */
  private static final int MAX_RECORD_BYTES = 1_000_000;

  private final Follower follower;
  private final LineParser parser;
  private final RecordMaker maker;
  private final RecordOutput output;
  private final ProgressFile progressFile;
  private final ForwardCounts counts;
  private final Consumer<String> complaints;
  private Progress written;

  /**
   * A forwarder of what others open and close.
   *
   * @param progressFile null to forget how far it has come
   * @param complaints takes why a line with metrics was not understood
   */
  public Forwarder(
      Follower follower,
      LineParser parser,
      RecordMaker maker,
      RecordOutput output,
      ProgressFile progressFile,
      ForwardCounts counts,
      Consumer<String> complaints) {
    this.follower = follower;
    this.parser = parser;
    this.maker = maker;
    this.output = output;
    this.progressFile = progressFile;
    this.counts = counts;
    this.complaints = complaints;
  }

  /** Forwards what is there; returns whether there was anything. */
  public boolean step() throws IOException {
    return forward(follower.poll());
  }

  /** Forwards a last line that has no end, for a log that nobody writes to any more. */
  public void finish() throws IOException {
    forward(follower.rest());
  }

  private boolean forward(List<Line> lines) throws IOException {
    for (Line line : lines) {
      if (line.first()) {
        parser.begin(line.text());
      }
      if (!line.again()) {
        forward(parser.parse(line.text()));
      }
    }
    output.flush();
    note(new Progress(follower.position(), maker.reached()));
    return !lines.isEmpty();
  }

  private void forward(Parsed parsed) throws IOException {
    if (parsed instanceof Metrics metrics) {
      Optional<RecordMaker.Keyed> record = maker.make(metrics);
      if (record.isPresent() && record.get().value().length > MAX_RECORD_BYTES) {
        complain("its record has more bytes than a broker takes: " + record.get().value().length);
      } else if (record.isPresent()) {
        output.send(record.get().key(), record.get().value());
        counts.addSent();
      } else {
        complain("it has neither a timestamp nor step_time, from which to tell its time");
      }
    } else if (parsed instanceof Unreadable unreadable) {
      complain(unreadable.problem());
    } else {
      counts.addOther();
    }
  }

  private void complain(String problem) {
    counts.addUnreadable();
    complaints.accept(problem);
  }

  private void note(Progress progress) throws IOException {
    if (progressFile != null && !progress.equals(written)) {
      progressFile.write(progress);
      written = progress;
    }
  }
}
