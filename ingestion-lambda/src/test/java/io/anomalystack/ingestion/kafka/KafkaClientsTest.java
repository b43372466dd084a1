package io.anomalystack.ingestion.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.embedded.Scratch;
import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Publisher;
import io.anomalystack.ingestion.Row;
import io.anomalystack.ingestion.Shop;
import io.anomalystack.ingestion.config.KafkaConfig;
import io.anomalystack.secrets.SecretReference;
import io.anomalystack.secrets.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;

/** What Kafka's clients are told, and what is told of their errors. */
class KafkaClientsTest {
  @Test
  void logsInWithAPasswordOfAnyCharactersAndOnlyOverTls() throws Exception {
    String secret = "a\"b\\c;d\ne\rf' =g";
    try (Scratch scratch = Scratch.directory();
        Secrets secrets = new Secrets(Map.of())) {
      Path file = Files.writeString(scratch.path().resolve("password"), secret);
      KafkaClients clients =
          new KafkaClients(
              config(
                  Map.of("bootstrap.servers", "localhost:9"),
                  Optional.of(new KafkaConfig.Login("us\"er", new SecretReference.InFile(file)))),
              secrets);
      Map<String, Object> settings = clients.producer();

      assertThat(settings)
          .containsEntry("security.protocol", "SASL_SSL")
          .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
      Map<String, ?> options =
          JaasContext.loadClientContext(
                  Map.of(
                      "sasl.jaas.config", new Password((String) settings.get("sasl.jaas.config"))))
              .configurationEntries()
              .get(0)
              .getOptions();
      assertThat(options.get("username")).isEqualTo("us\"er");
      assertThat(options.get("password")).isEqualTo(secret);

      Files.delete(file);
      assertThat(clients.consumer("read_committed")).containsKey("sasl.jaas.config");
    }
  }

  @Test
  void buildsAClientForIam() throws Exception {
    KafkaConfig config =
        config(
            Map.of("bootstrap.servers", "localhost:9", "sasl.mechanism", "AWS_MSK_IAM"),
            Optional.empty());
    assertThat(new KafkaClients(config, Shop.secrets()).producer())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;");
    KafkaPublisher.open("s", config, Shop.secrets()).close();
  }

  @Test
  void saysWhatIsWrongWithASetting() {
    KafkaConfig config = config(Map.of("bootstrap.servers", "nowhere"), Optional.empty());
    assertThatThrownBy(() -> KafkaPublisher.open("s", config, Shop.secrets()))
        .isInstanceOf(IngestionException.class)
        .hasMessageContaining("Invalid url in bootstrap.servers: nowhere");
  }

  /** Kafka itself says when committing only that it is in an error state. */
  @Test
  void saysWhyWhatWasSentIsNotTaken() throws Exception {
    try (Shop shop = Shop.open("refused");
        Publisher publisher = shop.publishers(shop.parsed()).get()) {
      publisher.takeOver();
      publisher.begin();
      publisher.send(new Row("short", Shop.utf8("{}"), null));
      publisher.send(new Row("long", new byte[2_000_000], null));
      assertThatThrownBy(publisher::commit)
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("Kafka, committing 'refused' to topic refused: ")
          .hasMessageContaining("RecordTooLargeException: The message is 2000");
    }
  }

  private static KafkaConfig config(
      Map<String, String> clients, Optional<KafkaConfig.Login> login) {
    return new KafkaConfig("t", "p", "s-ingestion", false, clients, login);
  }
}
