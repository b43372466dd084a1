package io.anomalystack.local.demo;

import io.anomalystack.embedded.EmbeddedDatabase;
import io.anomalystack.ingestion.IngestionHandler;
import io.anomalystack.local.lambda.LocalFunction;
import java.time.Duration;
import java.util.Map;

/** The ingestion function, with the shop's table to read and the job's topic to fill. */
final class DemoIngestion implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final IngestionHandler handler;

  private DemoIngestion(IngestionHandler handler) {
    this.handler = handler;
  }

  static DemoIngestion of(EmbeddedDatabase database, String bootstrapServers, String topic) {
    String config =
        """
        source: shop
        database:
          host: %s
          port: %d
          name: %s
          user: %s
          password: {environment: DATABASE_PASSWORD}
          tls: disable
        table: sales_transactions
        key: id
        newRows: {transaction: xid}
        fields: {timestamp: sold_at, product_name: product, quantity: units}
        sortBy: timestamp
        topic: %s
        createTopics: true
        kafka: {bootstrap.servers: '%s'}
        """
            .formatted(
                database.host(),
                database.port(),
                database.database(),
                database.user(),
                topic,
                bootstrapServers);
    return new DemoIngestion(
        new IngestionHandler(
            Map.of("INGESTION_CONFIG", config, "DATABASE_PASSWORD", database.password())));
  }

  LocalFunction function() {
    return new LocalFunction("ingestion", handler, TIMEOUT);
  }

  @Override
  public void close() {
    handler.close();
  }
}
