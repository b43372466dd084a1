package io.anomalystack.ingestion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.anomalystack.model.config.InvalidConfigException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IngestionConfigTest {
  private static final String LEAST =
      """
      source: sales
      database: {host: db, name: shop, user: me, password: {secretsManager: shop/db, key: password}}
      table: sales
      key: [id]
      newRows: {transaction: xid}
      fields: {timestamp: sold_at}
      topic: sales
      kafka: {bootstrap.servers: 'b:9098'}
      """;

  @Test
  void hasDefaultsForTheRest() throws Exception {
    IngestionConfig config = IngestionConfig.parse(LEAST, Path.of(""));

    assertThat(config.database().tls()).isTrue();
    assertThat(config.database().port()).isEqualTo(5432);
    assertThat(config.table().schema()).isEqualTo("public");
    assertThat(config.kafka().progressTopic()).isEqualTo("sales-ingestion-progress");
    assertThat(config.kafka().transactionalId()).isEqualTo("sales-ingestion");
    assertThat(config.kafka().createTopics()).isFalse();
    assertThat(config.start()).isEqualTo(Start.EARLIEST);
    assertThat(config.batchRows()).isEqualTo(5000);
    assertThat(config.stopBefore()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void tellsAllThatIsWrongAtOnceAndRepeatsNoSecret() {
    InvalidConfigException problems =
        problems(
            """
            source: a/b
            database: {host: 'a b', name: shop, user: me, password: hunter2, tls: of, iam: true, port: 0}
            tabel: sales
            key: [id, id]
            newRows: {timestamp: t}
            fields: {}
            sortBy: gone
            topic: same
            progressTopic: same
            kafka: {acks: 0, ssl.key.password: hunter2, compression.type: zstd, sasl.jaas.config: 'X required password="hunter2";'}
            batchRows: 0
            """);

    assertThat(problems.problems()).hasSize(18);
    assertThat(problems)
        .hasMessageContaining("tabel: unknown setting; did you mean 'table'?")
        .hasMessageContaining("database.password: expected where the secret lies")
        .hasMessageContaining("database.iam: either this or password, not both")
        .hasMessageContaining("database.tls: must be verify-full or disable, was 'of'")
        .hasMessageContaining("newRows.delay: required, but missing")
        .hasMessageContaining("key[1]: named twice")
        .hasMessageContaining("kafka.acks: is not to be set")
        .hasMessageContaining("kafka.ssl.key.password: must not be set in clear")
        .hasMessageContaining("kafka.compression.type: must be none or gzip, was 'zstd'")
        .hasMessageContaining("kafka: must hold bootstrap.servers")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesRowsInTheTopicThatTheirProgressHasByDefault() {
    assertThat(problems(LEAST.replace("topic: sales", "topic: sales-ingestion-progress")))
        .hasMessageContaining("topic: rows and progress must not share a topic");
  }

  @Test
  void wantsTlsForATokenAndEitherTokenOrPassword() {
    assertThat(
            problems(
                LEAST.replace(
                    "password: {secretsManager: shop/db, key: password}",
                    "iam: true, tls: disable")))
        .hasMessageContaining("database.iam: needs TLS");
    assertThat(problems(LEAST.replace(", password: {secretsManager: shop/db, key: password}", "")))
        .hasMessageContaining("database.password: required, but missing");
  }

  private static InvalidConfigException problems(String text) {
    return catchThrowableOfType(
        InvalidConfigException.class, () -> IngestionConfig.parse(text, Path.of("")));
  }
}
