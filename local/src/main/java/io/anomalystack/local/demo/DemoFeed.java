package io.anomalystack.local.demo;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.lambda.LocalFunction;
import io.anomalystack.testdata.AnyBooks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Two days in the shop: it sells, and every minute of its time the ingestion is invoked, as
 * EventBridge Scheduler does. The first day and a half lie in the database before anybody asks: the
 * ingestion catches up with them. From then on every tenth minute has a transaction that commits a
 * minute late.
 */
final class DemoFeed implements AutoCloseable {
  private static final Duration ALREADY_SOLD = Duration.ofHours(36);
  private static final Duration SCHEDULE = Duration.ofMinutes(1);
  private static final int SLOW_SALE_EVERY = 10;

  private final DemoShop shop;
  private final LocalFunction ingestion;
  private final StrayRecords strays;
  private final List<String> sales;
  private final FutureTask<Void> work = new FutureTask<>((Callable<Void>) this::sellAll);
  private final Thread thread = new Thread(work, "demo-feed");
  private int sold;

  /**
   * @param sales as lines of JSON, in the order of their time
   * @param strays what others send to the same topic
   */
  DemoFeed(DemoShop shop, LocalFunction ingestion, StrayRecords strays, List<String> sales) {
    this.shop = shop;
    this.ingestion = ingestion;
    this.strays = strays;
    this.sales = sales;
    thread.setDaemon(true);
  }

  /** How many sales there are. */
  int sales() {
    return sales.size();
  }

  /** When the last sale was made. */
  Instant lastSale() {
    return Instant.ofEpochMilli(AnyBooks.timeOf(sales.get(sales.size() - 1)));
  }

  /** How many records come to the topic. */
  int records() {
    return sales.size() + strays.count();
  }

  /** Begins; it goes on in a thread of its own. */
  void start() {
    thread.start();
  }

  /**
   * Whether all is sold and ingested.
   *
   * @throws RunFailedException if it has failed
   */
  boolean isDone() throws RunFailedException, InterruptedException {
    if (!work.isDone()) {
      return false;
    }
    try {
      work.get();
      return true;
    } catch (ExecutionException e) {
      throw new RunFailedException("feeding the demo: " + Reasons.of(e.getCause()), e.getCause());
    }
  }

  private Void sellAll() throws RunFailedException, InterruptedException, IOException {
    Instant minute = Instant.ofEpochMilli(AnyBooks.timeOf(sales.get(0)));
    Instant asked = minute.plus(ALREADY_SOLD);
    while (sold < sales.size()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      minute = minute.plus(SCHEDULE);
      List<String> batch = until(minute);
      shop.commitSlowSales();
      if (!minute.isBefore(asked) && isSlow(minute) && !batch.isEmpty()) {
        shop.sellSlowly(batch.subList(0, 1));
        batch = batch.subList(1, batch.size());
      }
      shop.sell(batch);
      if (!minute.isBefore(asked)) {
        ingestion.invoke(scheduled(minute));
        // Not before the first sales: some of them have a time, which goes on from theirs.
        strays.publish((double) sold / sales.size());
      }
    }
    shop.commitSlowSales();
    ingestion.invoke(scheduled(minute.plus(SCHEDULE)));
    return null;
  }

  private static boolean isSlow(Instant minute) {
    return minute.getEpochSecond() / SCHEDULE.toSeconds() % SLOW_SALE_EVERY == 0;
  }

  private List<String> until(Instant end) {
    List<String> batch = new ArrayList<>();
    while (sold < sales.size() && AnyBooks.timeOf(sales.get(sold)) < end.toEpochMilli()) {
      batch.add(sales.get(sold++));
    }
    return batch;
  }

  /** What EventBridge Scheduler sends by default. */
  private static String scheduled(Instant time) {
    return """
        {"version":"0","id":"%s","detail-type":"Scheduled Event","source":"aws.scheduler",\
        "account":"000000000000","time":"%s","region":"local",\
        "resources":["arn:aws:scheduler:local:000000000000:schedule/default/ingestion"],\
        "detail":"{}"}"""
        .formatted(UUID.randomUUID(), time);
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
