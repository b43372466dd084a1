package io.anomalystack.ingestion.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.ingestion.Horizon;
import io.anomalystack.ingestion.Identity;
import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.Parts;
import io.anomalystack.ingestion.Position;
import io.anomalystack.ingestion.Progress;
import io.anomalystack.ingestion.ProgressJson;
import io.anomalystack.ingestion.Publisher;
import io.anomalystack.ingestion.Shop;
import io.anomalystack.ingestion.config.IngestionConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ProgressTopicTest {
  private static final Identity IDENTITY =
      new Identity(Optional.of("7"), "shop", "\"public\".\"sales\"", "transaction \"xid\"");

  @Test
  void readsBackWhatWasWritten() {
    Horizon done = new Horizon("10:12:10,11", Instant.parse("2026-03-01T10:00:00.123456Z"));
    Horizon target = new Horizon("20:20:", Instant.parse("2026-03-01T10:01:00Z"));
    Progress full =
        new Progress(
            IDENTITY,
            Optional.of(done),
            Optional.of(target),
            Optional.of(new Position("15", List.of("a\"b", "2"))),
            42);
    Progress bare =
        new Progress(
            new Identity(Optional.empty(), "d", "t", "o"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0);

    assertThat(ProgressJson.read(ProgressJson.write(full))).isEqualTo(full);
    assertThat(ProgressJson.read(ProgressJson.write(bare))).isEqualTo(bare);
  }

  @Test
  void refusesAProgressOfALaterVersion() {
    assertThatThrownBy(
            () -> ProgressJson.read("{\"version\":\"2\"}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IngestionException.class)
        .hasMessageContaining("version is '2', this one reads '1'");
  }

  @Test
  void findsTheLastProgressBehindManyThatWereGivenUp() throws Exception {
    try (Shop shop = Shop.open("given_up")) {
      IngestionConfig config = shop.parsed();
      Publisher publisher = shop.publishers(config).get();
      publisher.takeOver();
      publisher.begin();
      publisher.send(progress(1));
      publisher.commit();
      publisher.close();
      for (int i = 0; i < 50; i++) {
        Publisher failing = shop.publishers(config).get();
        assertThat(failing.takeOver()).contains(progress(1));
        failing.begin();
        failing.send(progress(100));
        failing.send(progress(101));
        failing.close();
      }
      Publisher last = shop.publishers(config).get();
      assertThat(last.takeOver()).contains(progress(1));
      last.close();
    }
  }

  @Test
  void failsRatherThanStoppingBeforeATransactionOfSomebodyElse() throws Exception {
    try (Shop shop = Shop.open("somebody_else")) {
      IngestionConfig config = shop.parsed();
      Publisher publisher = shop.publishers(config).get();
      publisher.takeOver();
      try (KafkaProducer<String, String> stranger = stranger()) {
        stranger.initTransactions();
        stranger.beginTransaction();
        stranger
            .send(new ProducerRecord<>(config.kafka().progressTopic(), 0, "stranger", "open"))
            .get();
        publisher.begin();
        publisher.send(progress(5));
        publisher.commit();
        KafkaClients clients = new KafkaClients(config.kafka(), Shop.secrets());
        String name = config.kafka().progressTopic();
        ProgressTopic impatient =
            new ProgressTopic(name, config.source(), clients, Duration.ofSeconds(1));
        assertThatThrownBy(impatient::read)
            .isInstanceOf(IngestionException.class)
            .hasMessageContaining("a transaction of somebody else is open in it");

        stranger.abortTransaction();
        assertThat(new ProgressTopic(name, config.source(), clients, ProgressTopic.TIMEOUT).read())
            .contains(progress(5));
      }
      publisher.close();
    }
  }

  @Test
  void refusesATopicOfSeveralPartitionsAndOneThatIsNotThere() throws Exception {
    try (Shop shop = Shop.open("unfit_topics");
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", Parts.broker().bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("two_partitions", 2, (short) 1))).all().get();

      Publisher two =
          shop.publishers(shop.parsed("progressTopic: two_partitions", "createTopics: false"))
              .get();
      assertThatThrownBy(two::takeOver)
          .hasMessageContaining("must have one partition, but has 2")
          .hasMessageContaining("--config cleanup.policy=compact");
      two.close();
      Publisher none =
          shop.publishers(shop.parsed("progressTopic: not_there", "createTopics: false")).get();
      assertThatThrownBy(none::takeOver)
          .hasMessageContaining("topic not_there, which holds the progress, is not there");
      none.close();
    }
  }

  /** As a broker makes one that makes topics by itself: a quiet week, and all rows come again. */
  @Test
  void refusesATopicThatForgets() throws Exception {
    try (Shop shop = Shop.open("forgetful");
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", Parts.broker().bootstrapServers()))) {
      for (String policy : List.of("delete", "compact,delete")) {
        String topic = "forgets-" + policy.length();
        admin
            .createTopics(
                List.of(
                    new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", policy))))
            .all()
            .get();
        Publisher publisher = shop.publishers(shop.parsed("progressTopic: " + topic)).get();
        assertThatThrownBy(publisher::takeOver)
            .isInstanceOf(IngestionException.class)
            .hasMessageContaining("has cleanup.policy=" + policy)
            .hasMessageContaining("--add-config cleanup.policy=compact");
        publisher.close();
      }
    }
  }

  private static Progress progress(long rows) {
    return new Progress(IDENTITY, Optional.empty(), Optional.empty(), Optional.empty(), rows);
  }

  private static KafkaProducer<String, String> stranger() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", Parts.broker().bootstrapServers(), "transactional.id", "stranger"),
        new StringSerializer(),
        new StringSerializer());
  }
}
