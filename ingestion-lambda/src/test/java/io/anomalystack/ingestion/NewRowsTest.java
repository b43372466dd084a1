package io.anomalystack.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

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
      shop.sell(5);
      try (Ingestion ingestion = shop.ingestion()) {
        Report nothing = ingestion.run(() -> Duration.ofSeconds(5));
        assertThat(nothing.caughtUp()).isFalse();
        assertThat(nothing.rows()).isZero();
        assertThat(ingestion.run(Shop.PLENTY).caughtUp()).isTrue();
      }
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
