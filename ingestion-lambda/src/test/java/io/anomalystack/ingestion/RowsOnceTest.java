package io.anomalystack.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.ingestion.config.IngestionConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, each row that is in the table at the end is in the topic once. */
class RowsOnceTest {
  private static final int ROWS = 10_000;
  private static final int INVOKERS = 3;

  private final AtomicInteger handedOver = new AtomicInteger();
  private final AtomicInteger crashed = new AtomicInteger();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void publishesEachRowOnceThroughCrashesOverlapsAndLateCommits(long seed) throws Exception {
    Fate fate = new Fate(seed);
    try (Shop shop = Shop.open("restless_" + seed)) {
      shop.runCold();
      RestlessWriter writer = new RestlessWriter(shop, fate, ROWS);
      AtomicBoolean written = new AtomicBoolean();
      ExecutorService invokers = Executors.newFixedThreadPool(INVOKERS);
      List<Future<?>> invocations = new ArrayList<>();
      for (int i = 0; i < INVOKERS; i++) {
        invocations.add(invokers.submit(() -> invokeUntil(written, shop, fate)));
      }
      try {
        writer.write();
      } finally {
        written.set(true);
      }
      for (Future<?> invocation : invocations) {
        invocation.get();
      }
      invokers.shutdown();
      fate.beKind();
      Report last = shop.runCold("batchRows: 700");

      List<String> inTable = shop.column("id");
      List<String> committed = shop.publishedKeys("read_committed");
      assertThat(last.caughtUp()).isTrue();
      assertThat(committed).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(committed)).isEqualTo(new TreeSet<>(inTable));
      assertThat(inTable).hasSize(writer.committed()).hasSizeGreaterThanOrEqualTo(ROWS);
      assertThat(last.totalRows()).isEqualTo(inTable.size());

      assertThat(shop.publishedKeys("read_uncommitted")).hasSizeGreaterThan(committed.size());
      assertThat(handedOver).hasPositiveValue();
      assertThat(crashed.get()).isGreaterThan(20);
      assertThat(writer.rolledBack()).isPositive();
      System.out.printf(
          "seed %d: %d rows, %d sent, %d invocations, %d crashes %s, %d handed over, %d rolled back%n",
          seed,
          inTable.size(),
          shop.publishedKeys("read_uncommitted").size(),
          fate.invocations(),
          crashed.get(),
          fate.crashes(),
          handedOver.get(),
          writer.rolledBack());
    }
  }

  /** A function that is invoked again and again, warm, until its process ends. */
  private void invokeUntil(AtomicBoolean written, Shop shop, Fate fate) {
    while (!written.get()) {
      IngestionConfig config = shop.parsed("batchRows: " + (1 + fate.below(400)));
      Ingestion function =
          shop.ingestion(
              config,
              new MortalSource(shop.source(config), fate),
              () -> new MortalPublisher(shop.publishers(config).get(), fate));
      try {
        while (!written.get()) {
          Report report = function.run(Shop.PLENTY);
          fate.invoked();
          if (report.takenOver()) {
            handedOver.incrementAndGet();
          }
          if (fate.strikes(10)) {
            function.close();
          }
        }
        function.close();
      } catch (Crash | IngestionException e) {
        crashed.incrementAndGet();
        fate.invoked();
      }
    }
  }
}
