package io.anomalystack.benchmarks.lambda;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.embedded.EmbeddedDatabase;
import io.anomalystack.ingestion.IngestionHandler;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;

/** A minute's fifteen sales, from a real PostgreSQL to a real broker. */
final class IngestionRun implements FunctionRun, AutoCloseable {
  private static final int ROWS = 15;

  private final EmbeddedBroker broker;
  private final EmbeddedDatabase database;
  private final Connection connection;

  private IngestionRun(EmbeddedBroker broker, EmbeddedDatabase database, Connection connection) {
    this.broker = broker;
    this.database = database;
    this.connection = connection;
  }

  static IngestionRun open() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start();
    EmbeddedDatabase database = EmbeddedDatabase.start();
    Connection connection = database.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table sales (
            id bigint generated always as identity primary key,
            sold_at timestamptz not null default clock_timestamp(),
            product text not null default 'item-A',
            units integer not null default 3,
            xid xid8 not null default pg_current_xact_id());
          create index on sales (xid, id);
          """);
    }
    return new IngestionRun(broker, database, connection);
  }

  @Override
  public String name() {
    return "ingestion";
  }

  @Override
  public String handler() {
    return IngestionHandler.class.getName();
  }

  @Override
  public Map<String, String> environment() {
    String config =
        """
        source: shop
        database: {host: %s, port: %d, name: %s, user: %s, password: {environment: PASSWORD}, tls: disable}
        table: sales
        key: id
        newRows: {transaction: xid}
        fields: {timestamp: sold_at, product_name: product, quantity: units}
        topic: sales
        createTopics: true
        kafka: {bootstrap.servers: '%s'}
        """
            .formatted(
                database.host(),
                database.port(),
                database.database(),
                database.user(),
                broker.bootstrapServers());
    return Map.of("INGESTION_CONFIG", config, "PASSWORD", database.password());
  }

  @Override
  public String event() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into sales (units) select 3 from generate_series(1, " + ROWS + ")");
    }
    return "{}";
  }

  @Override
  public void check(String answer) {
    if (!answer.contains("\"rows\":" + ROWS + ",")) {
      throw new IllegalStateException(answer);
    }
  }

  @Override
  public void close() throws Exception {
    connection.close();
    database.close();
    broker.close();
  }
}
