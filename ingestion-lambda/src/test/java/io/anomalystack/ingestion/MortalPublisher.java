package io.anomalystack.ingestion;

import io.anomalystack.ingestion.kafka.Kill;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A publisher whose process may end before and after every call, and during a commit. */
final class MortalPublisher implements Publisher {
  private static final int RARELY = 40;
  private static final int ROWS = 2500;

  private final Publisher publisher;
  private final Fate fate;
  private boolean dead;

  MortalPublisher(Publisher publisher, Fate fate) {
    this.publisher = publisher;
    this.fate = fate;
  }

  private void step(String step, int oneOf) {
    try {
      fate.at(step, oneOf);
    } catch (Crash e) {
      dead = true;
      throw e;
    }
    fate.freeze(oneOf * 2);
  }

  @Override
  public Optional<Progress> takeOver() {
    step("before taking over", RARELY);
    Optional<Progress> progress = publisher.takeOver();
    step("after taking over", RARELY);
    return progress;
  }

  @Override
  public void begin() {
    step("before the transaction", RARELY);
    publisher.begin();
    step("after its begin", RARELY);
  }

  @Override
  public void send(Row row) {
    step("before a row", ROWS);
    publisher.send(row);
    step("after a row", ROWS);
  }

  @Override
  public void send(Progress progress) {
    step("before the progress", RARELY);
    publisher.send(progress);
    step("between progress and commit", RARELY);
  }

  @Override
  public void commit() {
    if (fate.strikes(RARELY)) {
      commitDying();
    } else {
      publisher.commit();
      step("between commit and answer", RARELY);
    }
  }

  /** What comes of it nobody knows. */
  private void commitDying() {
    dead = true;
    Thread end = new Thread(() -> Kill.publisher(publisher));
    end.start();
    try {
      publisher.commit();
    } catch (RuntimeException e) {
      // Or it was committed, and the answer did not arrive.
    }
    fate.crashes()
        .computeIfAbsent("during the commit", name -> new AtomicInteger())
        .incrementAndGet();
    throw new Crash("during the commit");
  }

  @Override
  public void close() {
    if (dead) {
      Kill.publisher(publisher);
    } else {
      publisher.close();
    }
  }
}
