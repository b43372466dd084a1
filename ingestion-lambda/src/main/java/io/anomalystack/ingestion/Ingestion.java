package io.anomalystack.ingestion;

import io.anomalystack.ingestion.config.Start;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes what is new, batch by batch, and knows how far it has come.
 *
 * <p>It trusts the progress that it remembers only as long as nothing has gone wrong: whoever else
 * moved it had to take over first, and then nothing of ours can be committed any more. After any
 * failure all of it is forgotten, and the next run takes over and reads the progress again.
 *
 * <p>A run that finds itself taken over begins anew if its publisher is of an earlier run: whoever
 * took over since may have ended long ago, and then nobody would publish what is new now. One that
 * has taken over itself leaves the work to the other. So two at once end with one of them at work,
 * and none takes over more than once.
 */
final class Ingestion implements AutoCloseable {
  private static final Comparator<Row> BY_TIME =
      Comparator.comparing(Row::time, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final Source source;
  private final Supplier<Publisher> publishers;
  private final Portions portions;
  private final Clock clock;

  /** Null before the first run, and after a failure. */
  private Publisher publisher;

  private Optional<Progress> known = Optional.empty();

  /** Where to begin, how many rows to take at once, and when to take no more. */
  record Portions(Start start, int batchRows, Duration stopBefore) {}

  Ingestion(Source source, Supplier<Publisher> publishers, Portions portions, Clock clock) {
    this.source = source;
    this.publishers = publishers;
    this.portions = portions;
    this.clock = clock;
  }

  /**
   * Publishes until everything is published that was there when it began, or time is short.
   *
   * @throws IngestionException if it cannot go on, or has no time for even one batch
   */
  Report run(Deadline deadline) {
    refuseTooShort(deadline.remaining());
    Run run = new Run(deadline, clock.instant());
    boolean ofEarlierRun = publisher != null;
    run.takenOver = !published(run) && (!ofEarlierRun || !published(run));
    return run.report();
  }

  /** It would answer, minute after minute, that it has published nothing. */
  private void refuseTooShort(Duration remaining) {
    if (remaining.compareTo(portions.stopBefore()) <= 0) {
      throw new IngestionException(
          "the invocation has %d ms, but begins no batch in its last %d ms: give the function a longer timeout, such as a minute, or set a shorter 'stopBefore'"
              .formatted(remaining.toMillis(), portions.stopBefore().toMillis()));
    }
  }

  /** False if another has taken over. */
  private boolean published(Run run) {
    boolean well = false;
    try {
      run.publishNewRows();
      well = true;
    } catch (TakenOverException e) {
      // What was sent and not committed is given up.
    } finally {
      if (!well) {
        forget();
      }
    }
    return well;
  }

  private void forget() {
    Publisher forgotten = publisher;
    publisher = null;
    known = Optional.empty();
    if (forgotten != null) {
      forgotten.close();
    }
  }

  @Override
  public void close() {
    forget();
  }

  /** One invocation. */
  private final class Run {
    private final Deadline deadline;
    private final Instant began;
    private long rows;
    private int batches;
    private boolean caughtUp;
    private boolean takenOver;
    private Instant newest;
    private Progress progress;

    /** By the database's clock; null before it was asked. */
    private Instant now;

    Run(Deadline deadline, Instant began) {
      this.deadline = deadline;
      this.began = began;
    }

    void publishNewRows() {
      if (publisher == null) {
        publisher = publishers.get();
        known = publisher.takeOver();
      }
      try (Source.Session session = source.connect(deadline.remaining())) {
        Horizon horizon = session.horizon(known.flatMap(Progress::furthest));
        now = horizon.at();
        begin(session, horizon);
        while (!caughtUp && deadline.remaining().compareTo(portions.stopBefore()) > 0) {
          if (progress.target().isEmpty()) {
            caughtUp =
                progress.done().map(Horizon::position).equals(Optional.of(horizon.position()));
            if (!caughtUp) {
              progress = progress.towards(horizon);
            }
          } else {
            publishBatch(session);
          }
        }
      }
    }

    private void begin(Source.Session session, Horizon horizon) {
      if (known.isPresent()) {
        progress = Identities.check(known.get(), session);
      } else {
        progress = Progress.none(session.identity());
        if (portions.start() == Start.LATEST) {
          publish(List.of(), progress.towards(horizon).reached(0));
        }
      }
    }

    private void publishBatch(Source.Session session) {
      Batch batch =
          session.read(
              progress.done(),
              progress.target().orElseThrow(),
              progress.after(),
              portions.batchRows());
      int count = batch.rows().size();
      publish(
          batch.rows(),
          batch.complete()
              ? progress.reached(count)
              : progress.upTo(batch.last().orElseThrow(), count));
    }

    /** Nothing is remembered before it is committed. */
    private void publish(List<Row> batch, Progress next) {
      publisher.begin();
      batch.stream().sorted(BY_TIME).forEach(publisher::send);
      publisher.send(next);
      publisher.commit();
      progress = next;
      known = Optional.of(next);
      rows += batch.size();
      batches += batch.isEmpty() ? 0 : 1;
      batch.stream().map(Row::time).forEach(this::see);
    }

    private void see(Instant time) {
      if (time != null && (newest == null || time.isAfter(newest))) {
        newest = time;
      }
    }

    Report report() {
      return new Report(
          rows,
          batches,
          caughtUp,
          takenOver,
          caughtUp ? 0 : behindSeconds(),
          progress == null ? 0 : progress.rows(),
          Optional.ofNullable(newest),
          Duration.between(began, clock.instant()).toMillis());
    }

    /** Before all rows of a first horizon are published, since that was looked at. */
    private long behindSeconds() {
      if (progress == null || now == null) {
        return 0;
      }
      return progress
          .done()
          .or(progress::target)
          .map(horizon -> Math.max(0, Duration.between(horizon.at(), now).toSeconds()))
          .orElse(0L);
    }
  }
}
