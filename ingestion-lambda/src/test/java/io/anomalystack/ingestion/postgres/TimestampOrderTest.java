package io.anomalystack.ingestion.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.ingestion.Horizon;
import io.anomalystack.ingestion.Identity;
import io.anomalystack.ingestion.Parts;
import io.anomalystack.ingestion.Progress;
import io.anomalystack.ingestion.Publisher;
import io.anomalystack.ingestion.Shop;
import io.anomalystack.ingestion.Source;
import io.anomalystack.ingestion.config.IngestionConfig;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By a time in the rows: what that can promise, and what not. */
class TimestampOrderTest {
  private static final String[] TABLE = {
    "newRows: {timestamp: sold_at, delay: 0s}", "batchRows: 2", "key: id"
  };

  @Test
  void readsRowsOnceInPortionsEvenIfManyShareATime() throws Exception {
    try (Shop shop = timed("by_time")) {
      shop.execute(
          "INSERT INTO %1$s (product, quantity, sold_at)"
              + " SELECT 'x', n, '2026-03-01 10:00:00.123456Z' FROM generate_series(1, 5) n");
      shop.execute("INSERT INTO %1$s (product, quantity, sold_at) VALUES ('x', 6, '-infinity')");
      assertThat(shop.runCold(TABLE).rows()).isEqualTo(6);
      assertThat(shop.runCold(TABLE).rows()).isZero();
      shop.sell(3);
      assertThat(shop.runCold(TABLE).rows()).isEqualTo(3);
      assertThat(shop.publishedKeys("read_committed")).doesNotHaveDuplicates().hasSize(9);
    }
  }

  @Test
  void waitsForTheDelay() throws Exception {
    try (Shop shop = timed("delayed")) {
      shop.sell(2);
      assertThat(shop.runCold("newRows: {timestamp: sold_at, delay: 1h}").rows()).isZero();
    }
  }

  /** What the other mode is for. */
  @Test
  void neverReadsARowThatCommitsTooLate() throws Exception {
    try (Shop shop = timed("too_late");
        Connection late = Parts.database().connect()) {
      late.setAutoCommit(false);
      shop.sell(late, 1);
      shop.sell(1);
      assertThat(shop.runCold(TABLE).rows()).isEqualTo(1);
      late.commit();
      assertThat(shop.runCold(TABLE).rows()).isZero();
    }
  }

  @Test
  void staysWhereItIsWhileTheClockIsSetBack() throws Exception {
    try (Shop shop = timed("set_back");
        Source.Session session = shop.source(shop.parsed(TABLE)).connect(Duration.ofSeconds(20))) {
      Instant future = Instant.parse("2100-01-01T00:00:00Z");
      Horizon done = new Horizon(future.toString(), future);

      assertThat(session.horizon(Optional.of(done))).isEqualTo(done);
      assertThat(session.horizon(Optional.empty()).at()).isBefore(future);
    }
  }

  /** What was looked at goes on to be published, and nothing of it comes twice. */
  @Test
  void doesNotGoBackBehindATargetThatItHasReachedInPart() throws Exception {
    try (Shop shop = timed("set_back_in_part")) {
      shop.sell(5);
      IngestionConfig config = shop.parsed(TABLE);
      Instant begin = Instant.parse("2000-01-01T00:00:00Z");
      Instant future = Instant.parse("2100-01-01T00:00:00Z");
      Identity identity;
      try (Source.Session session = shop.source(config).connect(Duration.ofSeconds(20))) {
        identity = session.identity();
      }
      try (Publisher publisher = shop.publishers(config).get()) {
        publisher.takeOver();
        publisher.begin();
        publisher.send(
            new Progress(
                identity,
                Optional.of(new Horizon(begin.toString(), begin)),
                Optional.of(new Horizon(future.toString(), future)),
                Optional.empty(),
                0));
        publisher.commit();
      }
      assertThat(shop.runCold(TABLE).rows()).isEqualTo(5);
      try (Publisher publisher = shop.publishers(config).get()) {
        assertThat(publisher.takeOver().flatMap(Progress::done))
            .contains(new Horizon(future.toString(), future));
      }
    }
  }

  private static Shop timed(String name) throws Exception {
    Shop shop = Shop.open(name);
    shop.execute("CREATE INDEX ON %1$s (sold_at, id)");
    return shop;
  }
}
