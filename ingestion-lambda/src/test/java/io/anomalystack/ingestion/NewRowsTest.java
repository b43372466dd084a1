package io.anomalystack.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.ingestion.config.IngestionConfig;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Which rows an invocation publishes, on a real database and a real broker. */
class NewRowsTest {
  @Test
  void readsALateCommitWhenItCommitsAndHoldsNobodyUp() throws Exception {
    try (Shop shop = Shop.open("late_commits");
        Connection late = Parts.database().connect()) {
      late.setAutoCommit(false);
      shop.sell(late, 2);
      shop.sell(3);

      assertThat(shop.runCold().rows()).isEqualTo(3);
      shop.sell(1);
      assertThat(shop.runCold().rows()).isEqualTo(1);
      late.commit();
      assertThat(shop.runCold().rows()).isEqualTo(2);
      assertThat(shop.runCold().rows()).isZero();
      assertThat(shop.publishedKeys("read_committed"))
          .containsExactly("3", "4", "5", "6", "1", "2");
    }
  }

  @Test
  void readsNothingOfWhatWasRolledBack() throws Exception {
    try (Shop shop = Shop.open("rolled_back");
        Connection failing = Parts.database().connect()) {
      failing.setAutoCommit(false);
      shop.sell(failing, 2);
      failing.rollback();
      shop.sell(1);

      assertThat(shop.runCold().rows()).isEqualTo(1);
      assertThat(shop.publishedKeys("read_committed")).containsExactly("3");
    }
  }

  @Test
  void takesALargeDifferenceInPortionsAndGoesOnWhereItStopped() throws Exception {
    try (Shop shop = Shop.open("portions")) {
      shop.sell(25);
      try (Ingestion ingestion = shop.ingestion("batchRows: 10")) {
        Iterator<Duration> remaining =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(9))
                .iterator();
        Report first = ingestion.run(remaining::next);
        assertThat(first.rows()).isEqualTo(10);
        assertThat(first.caughtUp()).isFalse();
      }
      // What comes meanwhile waits, whatever its place would be.
      shop.sell(2);

      Report second = shop.runCold("batchRows: 10");

      assertThat(second.rows()).isEqualTo(17);
      assertThat(second.batches()).isEqualTo(3);
      assertThat(second.caughtUp()).isTrue();
      assertThat(second.behindSeconds()).isZero();
      assertThat(second.totalRows()).isEqualTo(27);
      assertThat(shop.publishedKeys("read_committed")).doesNotHaveDuplicates().hasSize(27);
    }
  }

  @Test
  void beginsWithWhatComesIfSoConfigured() throws Exception {
    try (Shop shop = Shop.open("from_now_on")) {
      shop.sell(3);
      assertThat(shop.runCold("start: latest").rows()).isZero();
      shop.sell(2);
      assertThat(shop.runCold("start: latest").rows()).isEqualTo(2);
    }
  }

  @Test
  void sendsTheRowsOfABatchInTheOrderOfTheirTimes() throws Exception {
    try (Shop shop = Shop.open("sorted")) {
      for (String time : List.of("10:03", "10:01", "10:02")) {
        shop.execute(
            "INSERT INTO %1$s (product, quantity, sold_at) VALUES ('x', 1, '2026-03-01 "
                + time
                + "Z')");
      }
      Report report = shop.runCold();

      assertThat(shop.publishedKeys("read_committed")).containsExactly("2", "3", "1");
      assertThat(report.publishedUpTo()).contains(Instant.parse("2026-03-01T10:03:00Z"));
    }
  }

  @Test
  void saysHowFarBehindItIs() throws Exception {
    try (Shop shop = Shop.open("behind")) {
      shop.sell(2);
      shop.runCold();
      shop.sell(5);
      // What the first run saw is half an hour old by the time that this one looks.
      IngestionConfig config = shop.parsed("batchRows: 2");
      Source later = new LaterSource(shop.source(config), Duration.ofMinutes(30));
      Iterator<Duration> remaining =
          List.of(
                  Duration.ofMinutes(1),
                  Duration.ofMinutes(1),
                  Duration.ofMinutes(1),
                  Duration.ofMinutes(1),
                  Duration.ofSeconds(9))
              .iterator();
      try (Ingestion ingestion = shop.ingestion(config, later, shop.publishers(config))) {
        Report behind = ingestion.run(remaining::next);
        assertThat(behind.rows()).isEqualTo(2);
        assertThat(behind.caughtUp()).isFalse();
        assertThat(behind.behindSeconds()).isBetween(1800L, 1900L);

        Report level = ingestion.run(Shop.PLENTY);
        assertThat(level.rows()).isEqualTo(3);
        assertThat(level.behindSeconds()).isZero();
      }
    }
  }

  @Test
  void refusesATimeoutThatLeavesNoTimeForABatch() throws Exception {
    try (Shop shop = Shop.open("no_time");
        Ingestion ingestion = shop.ingestion()) {
      assertThatThrownBy(() -> ingestion.run(() -> Duration.ofSeconds(3)))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("has 3000 ms, but begins no batch in its last 10000 ms")
          .hasMessageContaining("a longer timeout");
    }
  }

  /** As many rows share one transaction as were there when the column was added. */
  @Test
  void takesOneTransactionInPortions() throws Exception {
    try (Shop shop = Shop.open("column_added")) {
      shop.execute("ALTER TABLE %1$s DROP COLUMN xid");
      shop.sell(15);
      shop.execute(
          "ALTER TABLE %1$s ADD xid xid8 NOT NULL DEFAULT pg_current_xact_id();"
              + " CREATE INDEX ON %1$s (xid, id)");
      assertThat(shop.runCold("batchRows: 4").batches()).isEqualTo(4);
      assertThat(shop.publishedKeys("read_committed")).isEqualTo(shop.column("id"));
    }
  }

  @Test
  void failsRatherThanLosingRowsThatAPolicyHides() throws Exception {
    try (Shop shop = Shop.open("hidden")) {
      shop.sell(2);
      shop.execute(
          "DROP ROLE IF EXISTS blinkered; CREATE ROLE blinkered LOGIN PASSWORD 'postgres';"
              + " GRANT SELECT ON %1$s TO blinkered;"
              + " CREATE POLICY several ON %1$s USING (quantity > 1);"
              + " ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY");
      assertThatThrownBy(
              () ->
                  shop.runCold(
                      "database: {host: %s, port: %d, name: postgres, user: blinkered, password: {environment: PASSWORD}, tls: disable}"
                          .formatted(Parts.database().host(), Parts.database().port())))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("row-level security policy");
      shop.execute("DROP OWNED BY blinkered; DROP ROLE blinkered");
      assertThat(shop.runCold().rows()).isEqualTo(2);
    }
  }

  @Test
  void writesRowsWithTheirKeysAndTheTimeOfNow() throws Exception {
    try (Shop shop = Shop.open("written")) {
      shop.execute(
          "INSERT INTO %1$s (product, quantity, sold_at)"
              + " VALUES ('a \"b\" \u00e4', 7, '2026-03-01 11:12:13.123456+01')");
      Instant before = Instant.now();
      shop.runCold();

      ConsumerRecord<String, String> record = shop.published().get(0);
      assertThat(record.key()).isEqualTo("1");
      assertThat(record.value())
          .isEqualTo(
              "{\"id\":1,\"timestamp\":\"2026-03-01T10:12:13.123456Z\","
                  + "\"product_name\":\"a \\\"b\\\" \u00e4\",\"quantity\":7}");
      assertThat(Instant.ofEpochMilli(record.timestamp()))
          .isBetween(before.minusMillis(1), Instant.now());
    }
  }
}
