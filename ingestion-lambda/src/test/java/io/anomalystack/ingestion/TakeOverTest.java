package io.anomalystack.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.ingestion.config.IngestionConfig;
import io.anomalystack.ingestion.kafka.Kill;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two invocations at once, and what one leaves to the next. */
class TakeOverTest {
  @Test
  void takesOverAgainFromOneThatWasThereSinceAndHasEnded() throws Exception {
    try (Shop shop = Shop.open("taken_over");
        Ingestion one = shop.ingestion();
        Ingestion other = shop.ingestion()) {
      shop.sell(2);
      assertThat(one.run(Shop.PLENTY).rows()).isEqualTo(2);
      shop.sell(3);
      assertThat(other.run(Shop.PLENTY).rows()).isEqualTo(3);

      shop.sell(1);
      // It remembers a progress from before the three, and would send them again.
      Report again = one.run(Shop.PLENTY);
      assertThat(again.rows()).isEqualTo(1);
      assertThat(again.caughtUp()).isTrue();
      assertThat(again.takenOver()).isFalse();
      assertThat(shop.publishedKeys("read_committed"))
          .containsExactly("1", "2", "3", "4", "5", "6");
    }
  }

  @Test
  void leavesTheWorkToOneThatTookOverMeanwhile() throws Exception {
    try (Shop shop = Shop.open("overtaken")) {
      shop.sell(2);
      IngestionConfig config = shop.parsed();
      Source overtaken =
          available -> {
            assertThat(shop.runCold().rows()).isEqualTo(2);
            return shop.source(config).connect(available);
          };
      try (Ingestion slow = shop.ingestion(config, overtaken, shop.publishers(config))) {
        Report stopped = slow.run(Shop.PLENTY);
        assertThat(stopped.takenOver()).isTrue();
        assertThat(stopped.rows()).isZero();
      }
      assertThat(shop.publishedKeys("read_committed")).containsExactly("1", "2");
    }
  }

  @Test
  void endsTheTransactionThatAKilledOneLeftOpen() throws Exception {
    try (Shop shop = Shop.open("killed")) {
      IngestionConfig config = shop.parsed();
      Publisher killed = shop.publishers(config).get();
      killed.takeOver();
      killed.begin();
      killed.send(new Row("lost", Shop.utf8("{}"), null));
      Kill.publisher(killed);
      shop.sell(2);

      assertThat(shop.runCold().rows()).isEqualTo(2);
      assertThat(shop.publishedKeys("read_committed")).containsExactly("1", "2");
    }
  }

  @Test
  void remembersNothingOfWhatWasNotCommitted() throws Exception {
    try (Shop shop = Shop.open("not_committed")) {
      shop.sell(2);
      IngestionConfig config = shop.parsed();
      Ingestion failing =
          shop.ingestion(
              config,
              shop.source(config),
              () -> new FailsBeforeFirstCommit(shop.publishers(config).get()));

      FailsBeforeFirstCommit.failing = true;
      assertThatThrownBy(() -> failing.run(Shop.PLENTY)).isInstanceOf(IngestionException.class);
      FailsBeforeFirstCommit.failing = false;
      assertThat(failing.run(Shop.PLENTY).rows()).isEqualTo(2);
      failing.close();
      assertThat(shop.publishedKeys("read_committed")).containsExactly("1", "2");
    }
  }

  @Test
  void leavesNothingOpenWhenItFails() throws Exception {
    try (Shop shop = Shop.open("left_open")) {
      IngestionConfig config = shop.parsed();
      Publisher publisher = shop.publishers(config).get();
      publisher.takeOver();
      publisher.begin();
      publisher.send(new Row("given up", Shop.utf8("{}"), null));
      publisher.close();

      // Up to the end of the log: an open transaction would hold this up.
      assertThat(shop.publishedKeys("read_committed")).isEmpty();
      assertThat(shop.publishedKeys("read_uncommitted").size()).isLessThanOrEqualTo(1);
    }
  }

  /** Sends everything, and then fails in time. */
  private record FailsBeforeFirstCommit(Publisher publisher) implements Publisher {
    private static boolean failing;

    @Override
    public Optional<Progress> takeOver() {
      return publisher.takeOver();
    }

    @Override
    public void begin() {
      publisher.begin();
    }

    @Override
    public void send(Row row) {
      publisher.send(row);
    }

    @Override
    public void send(Progress progress) {
      publisher.send(progress);
    }

    @Override
    public void commit() {
      if (failing) {
        throw new IngestionException("failed on purpose");
      }
      publisher.commit();
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
