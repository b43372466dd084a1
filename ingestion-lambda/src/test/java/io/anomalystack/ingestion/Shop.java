package io.anomalystack.ingestion;

import io.anomalystack.ingestion.config.IngestionConfig;
import io.anomalystack.ingestion.kafka.KafkaPublisher;
import io.anomalystack.ingestion.postgres.PostgresSource;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A shop with a table of sales and a topic that they go to, named alike. */
public final class Shop implements AutoCloseable {
  public static final Deadline PLENTY = () -> Duration.ofMinutes(1);

  private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", "postgres");

  private final String name;
  private final Connection connection;

  private Shop(String name, Connection connection) {
    this.name = name;
    this.connection = connection;
  }

  /** With an empty table. */
  public static Shop open(String name) throws SQLException {
    Shop shop = new Shop(name, Parts.database().connect());
    shop.execute(
        "DROP TABLE IF EXISTS %1$s;"
            + " CREATE TABLE %1$s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            + " product text NOT NULL, quantity int NOT NULL, sold_at timestamptz NOT NULL,"
            + " xid xid8 NOT NULL DEFAULT pg_current_xact_id());"
            + " CREATE INDEX ON %1$s (xid, id)");
    return shop;
  }

  public String name() {
    return name;
  }

  /** Executes statements, in which {@code %1$s} is the table. */
  public void execute(String sql) throws SQLException {
    execute(connection, sql);
  }

  public void execute(Connection on, String sql) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.execute(sql.formatted(name));
    }
  }

  /** Inserts sales over a connection of one's own. */
  public void sell(Connection on, int count) throws SQLException {
    execute(
        on,
        "INSERT INTO %1$s (product, quantity, sold_at)"
            + " SELECT 'item-' || n %% 3, n, clock_timestamp() FROM generate_series(1, "
            + count
            + ") n");
  }

  /** Inserts sales in a transaction of their own. */
  public void sell(int count) throws SQLException {
    sell(connection, count);
  }

  /** The configuration, with lines added or, by their first word, put in place of others. */
  public String config(String... lines) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "source: " + name,
                "database: {host: %s, port: %d, name: postgres, user: postgres, password: {environment: PASSWORD}, tls: disable}"
                    .formatted(Parts.database().host(), Parts.database().port()),
                "table: " + name,
                "key: id",
                "newRows: {transaction: xid}",
                "fields: {id: id, timestamp: sold_at, product_name: product, quantity: quantity}",
                "topic: " + name,
                "createTopics: true",
                "kafka: {bootstrap.servers: '" + Parts.broker().bootstrapServers() + "'}"));
    for (String line : lines) {
      String word = line.substring(0, line.indexOf(':') + 1);
      all.removeIf(other -> other.startsWith(word));
      all.add(line);
    }
    return String.join("\n", all);
  }

  public IngestionConfig parsed(String... lines) {
    try {
      return IngestionConfig.parse(config(lines), Path.of(""));
    } catch (InvalidConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static Secrets secrets() {
    return new Secrets(ENVIRONMENT);
  }

  public static Map<String, String> environment(String config) {
    return Map.of("PASSWORD", "postgres", "INGESTION_CONFIG", config);
  }

  public Source source(IngestionConfig config) {
    return new PostgresSource(
        config.database(), config.table(), secrets(), new AwsAccess(ENVIRONMENT));
  }

  public Supplier<Publisher> publishers(IngestionConfig config) {
    return () -> KafkaPublisher.open(config.source(), config.kafka(), secrets());
  }

  /** As the handler wires it. */
  Ingestion ingestion(String... lines) {
    IngestionConfig config = parsed(lines);
    return ingestion(config, source(config), publishers(config));
  }

  Ingestion ingestion(IngestionConfig config, Source source, Supplier<Publisher> publishers) {
    return new Ingestion(
        source,
        publishers,
        new Ingestion.Portions(config.start(), config.batchRows(), config.stopBefore()),
        Clock.systemUTC());
  }

  /** One invocation of a function that was not there before and is gone after. */
  public Report runCold(String... lines) {
    try (Ingestion ingestion = ingestion(lines)) {
      return ingestion.run(PLENTY);
    }
  }

  /** A column of all rows, in the order of the ids. */
  public List<String> column(String expression) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + expression + " FROM " + name + " ORDER BY id")) {
      while (result.next()) {
        values.add(result.getString(1));
      }
    }
    return values;
  }

  /** The keys of what was published, whether committed or not if so wanted. */
  public List<String> publishedKeys(String isolation) {
    return published(isolation).stream().map(ConsumerRecord::key).toList();
  }

  public List<ConsumerRecord<String, String>> published() {
    return published("read_committed");
  }

  public List<ConsumerRecord<String, String>> published(String isolation) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", Parts.broker().bootstrapServers());
    properties.put("isolation.level", isolation);
    properties.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(name, 0);
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        if (System.nanoTime() > deadline) {
          throw new AssertionError("topic " + name + " cannot be read to its end at " + end);
        }
      }
    }
    return records;
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
