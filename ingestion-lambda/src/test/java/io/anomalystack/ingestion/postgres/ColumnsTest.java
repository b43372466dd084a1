package io.anomalystack.ingestion.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.ingestion.Batch;
import io.anomalystack.ingestion.Horizon;
import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Parts;
import io.anomalystack.ingestion.Shop;
import io.anomalystack.ingestion.Source;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of columns of every type, under names of every kind. */
class ColumnsTest {
  private static final String HOSTILE = "a \"quoted\"; DROP TABLE x -- ? $1 'n' \\u00fc";

  @Test
  void mapsEveryType() throws Exception {
    try (Shop shop = Shop.open("all_types")) {
      shop.execute(
          "DROP TYPE IF EXISTS mood CASCADE; CREATE TYPE mood AS ENUM ('glad', 'sad');"
              + " DROP DOMAIN IF EXISTS price; CREATE DOMAIN price AS numeric(12,3);"
              + " ALTER TABLE %1$s ADD i2 int2, ADD i8 int8, ADD n numeric, ADD p price,"
              + " ADD f4 float4, ADD f8 float8, ADD b bool, ADD c char(5), ADD u uuid, ADD m mood,"
              + " ADD j json, ADD jb jsonb, ADD ts timestamp, ADD d date, ADD nothing text");
      shop.execute(
          "INSERT INTO %1$s (product, quantity, sold_at, i2, i8, n, p, f4, f8, b, c, u, m, j, jb,"
              + " ts, d) VALUES ('x', -5, '1999-12-31 23:59:59.000001Z', 3, 9223372036854775807,"
              + " 12345678901234567890.10, 1.5, 0.1, 1e-7, true, 'ab',"
              + " '6ecd8c99-4036-403d-bf84-cf8400f67836', 'sad', '{\"a\": [1, null]}',"
              + " '{\"b\":1.10}', '2026-07-01 12:00:00.5', '2026-07-01')");

      assertThat(
              json(
                  shop,
                  "fields: {at: sold_at, q: quantity, i2: i2, i8: i8, n: n, p: p, f4: f4, f8: f8,"
                      + " b: b, c: c, u: u, m: m, j: j, jb: jb,"
                      + " ts: {column: ts, zone: Europe/Berlin}, d: {column: d, zone: Europe/Berlin},"
                      + " nothing: nothing}"))
          .containsExactly(
              "{\"at\":\"1999-12-31T23:59:59.000001Z\",\"q\":-5,\"i2\":3,"
                  + "\"i8\":9223372036854775807,\"n\":12345678901234567890.10,\"p\":1.500,"
                  + "\"f4\":0.1,\"f8\":1e-07,\"b\":true,\"c\":\"ab\","
                  + "\"u\":\"6ecd8c99-4036-403d-bf84-cf8400f67836\",\"m\":\"sad\","
                  + "\"j\":{\"a\": [1, null]},\"jb\":{\"b\": 1.10},"
                  + "\"ts\":\"2026-07-01T10:00:00.500Z\",\"d\":\"2026-06-30T22:00:00Z\"}");
    }
  }

  @Test
  void passesOnWhatIsNoNumberAndNoTimeForTheDetectorToReject() throws Exception {
    try (Shop shop = Shop.open("no_numbers")) {
      shop.execute("ALTER TABLE %1$s ADD f float8, ADD n numeric, ADD ts timestamp");
      shop.execute(
          "INSERT INTO %1$s (product, quantity, sold_at, f, n, ts)"
              + " VALUES ('x', 1, 'infinity', 'NaN', '-Infinity', '0044-03-15 12:00 BC')");

      assertThat(json(shop, "fields: {at: sold_at, f: f, n: n, ts: {column: ts, zone: UTC}}"))
          .containsExactly(
              "{\"at\":\"infinity\",\"f\":\"NaN\",\"n\":\"-Infinity\",\"ts\":\"0044-03-15 12:00:00 BC\"}");
    }
  }

  @Test
  void quotesNamesOfAnyCharacters() throws Exception {
    try (Shop shop = Shop.open("hostile_names")) {
      String quoted = Sql.identifier(HOSTILE).replace("%", "%%");
      shop.execute("DROP TABLE IF EXISTS " + quoted);
      shop.execute(
          "CREATE TABLE "
              + quoted
              + " (\"Key?\" text, \"k\"\"2\" int, \"the xid\" xid8 NOT NULL DEFAULT"
              + " pg_current_xact_id(), "
              + quoted
              + " int, PRIMARY KEY (\"Key?\", \"k\"\"2\"));"
              + " CREATE INDEX ON "
              + quoted
              + " (\"the xid\", \"Key?\", \"k\"\"2\");"
              + " INSERT INTO "
              + quoted
              + " VALUES ('a', 10, DEFAULT, 1), ('a', 9, DEFAULT, 2), ('\"', 8, DEFAULT, 3)");
      String yaml = "'" + HOSTILE.replace("'", "''") + "'";
      String[] config = {
        "table: " + yaml,
        "key: ['Key?', 'k\"2']",
        "newRows: {transaction: the xid}",
        "fields: {'odd \" name': " + yaml + "}",
        "batchRows: 2"
      };
      try (Source.Session session =
          shop.source(shop.parsed(config)).connect(Duration.ofSeconds(20))) {
        Horizon horizon = session.horizon(Optional.empty());
        Batch first = session.read(Optional.empty(), horizon, Optional.empty(), 2);
        Batch second = session.read(Optional.empty(), horizon, first.last(), 2);

        assertThat(first.rows())
            .extracting(row -> row.key())
            .containsExactly("[\"\\\"\",\"8\"]", "[\"a\",\"9\"]");
        assertThat(second.rows()).extracting(row -> row.key()).containsExactly("[\"a\",\"10\"]");
        assertThat(new String(second.rows().get(0).json(), StandardCharsets.UTF_8))
            .isEqualTo("{\"odd \\\" name\":1}");
        assertThat(second.complete()).isTrue();
      }
    }
  }

  @Test
  void leavesOutTheLongestValuesOfARowThatKafkaWouldNotTake() throws Exception {
    try (Shop shop = Shop.open("too_long")) {
      shop.execute("ALTER TABLE %1$s ADD note text");
      shop.execute(
          "INSERT INTO %1$s (product, quantity, sold_at, note)"
              + " VALUES ('x', 4, '2026-03-01 10:00Z', repeat('n', 2000000))");

      shop.runCold("fields: {timestamp: sold_at, note: note, quantity: quantity}");
      assertThat(shop.published().get(0).value())
          .isEqualTo("{\"timestamp\":\"2026-03-01T10:00:00Z\",\"quantity\":4}");
    }
  }

  @Test
  void tellsEverythingThatIsWrongWithATableAtOnce() throws Exception {
    try (Shop shop = Shop.open("unfit_table")) {
      shop.execute(
          "DROP TABLE %1$s; CREATE TABLE %1$s (id bigint, xid xid8, t timestamp, raw bytea)");

      assertThatThrownBy(
              () -> json(shop, "fields: {t: t, raw: raw, gone: gone, id: {column: id, zone: UTC}}"))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("9 problems with table \"public\".\"unfit_table\"")
          .hasMessageContaining("column \"xid\" may be null, and such rows would never be read")
          .hasMessageContaining("SET DEFAULT pg_current_xact_id()")
          .hasMessageContaining("column \"id\" may be null")
          .hasMessageContaining("no primary key or unique index")
          .hasMessageContaining("of type timestamp without time zone, which is an instant only")
          .hasMessageContaining("is of type bytea, which has no form in JSON here")
          .hasMessageContaining("there is no column 'gone'; there are id, raw, t, xid")
          .hasMessageContaining("is of type bigint, which takes no zone")
          .hasMessageNotContaining("postgres:");
    }
  }

  @Test
  void wantsAnIndexByTransaction() throws Exception {
    try (Shop shop = Shop.open("no_index")) {
      shop.execute("DROP INDEX no_index_xid_id_idx");

      assertThatThrownBy(() -> json(shop, "fields: {id: id}"))
          .hasMessageContaining(
              "CREATE INDEX CONCURRENTLY ON \"public\".\"no_index\" (\"xid\", \"id\")");
    }
  }

  /** By the transaction alone, each batch of a large one would sort all that is left of it. */
  @Test
  void wantsTheKeyInTheIndexToo() throws Exception {
    try (Shop shop = Shop.open("short_index")) {
      shop.execute("DROP INDEX short_index_xid_id_idx; CREATE INDEX ON %1$s (xid)");
      assertThatThrownBy(() -> json(shop, "fields: {id: id}"))
          .hasMessageContaining("no index that begins with column \"xid\" and the key");
    }
  }

  @Test
  void leavesValuesThatNoMessageTakesInTheDatabase() throws Exception {
    try (Shop shop = Shop.open("longest");
        Connection connection = Parts.database().connect();
        Statement statement = connection.createStatement()) {
      shop.execute("ALTER TABLE %1$s ADD note text, ADD j jsonb");
      shop.execute(
          "INSERT INTO %1$s (product, quantity, sold_at, note, j) VALUES"
              + " ('x', 1, now(), repeat('n', 1000000), '1'),"
              + " ('x', 1, now(), repeat('n', 1000001), to_jsonb(repeat('j', 1000000)))");
      List<Integer> lengths = new ArrayList<>();
      try (ResultSet result =
          statement.executeQuery(
              "SELECT coalesce(length(%s), -1), coalesce(length(%s), -1) FROM longest t ORDER BY id"
                  .formatted(Kind.TEXT.select("t.note"), Kind.JSON.select("t.j")))) {
        while (result.next()) {
          lengths.add(result.getInt(1));
          lengths.add(result.getInt(2));
        }
      }
      assertThat(lengths).containsExactly(1_000_000, 1, -1, -1);
    }
  }

  @Test
  void refusesRowsOfTransactionsThatTheDatabaseHasNotReached() throws Exception {
    try (Shop shop = Shop.open("loaded_dump")) {
      shop.execute(
          "INSERT INTO %1$s (product, quantity, sold_at, xid) VALUES ('x', 1, now(), '99999999')");

      assertThatThrownBy(() -> json(shop, "fields: {id: id}"))
          .hasMessageContaining("of transactions that this database has not reached")
          .hasMessageContaining("UPDATE \"public\".\"loaded_dump\" SET \"xid\"");
    }
  }

  @Test
  void refusesADatabaseThatIsOlderThanTheProgress() throws Exception {
    try (Shop shop = Shop.open("restored");
        Source.Session session = shop.source(shop.parsed()).connect(Duration.ofSeconds(20))) {
      Horizon now = session.horizon(Optional.empty());
      Horizon later = new Horizon("99999999:99999999:", now.at());

      assertThatThrownBy(() -> session.horizon(Optional.of(later)))
          .hasMessageContaining("this database is older than what was published from it")
          .hasMessageContaining("give the source another name");
    }
  }

  private static List<String> json(Shop shop, String fields) {
    try (Source.Session session =
        shop.source(shop.parsed(fields)).connect(Duration.ofSeconds(20))) {
      Horizon horizon = session.horizon(Optional.empty());
      return session.read(Optional.empty(), horizon, Optional.empty(), 100).rows().stream()
          .map(row -> new String(row.json(), StandardCharsets.UTF_8))
          .toList();
    }
  }
}
