package io.anomalystack.ingestion.kafka;

import io.anomalystack.ingestion.IngestionException;
import io.anomalystack.ingestion.config.KafkaConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the two topics where they are missing, if the configuration wants it. */
final class Topics {
  private Topics() {}

  static void create(KafkaConfig config, KafkaClients clients) {
    try (Admin admin = Admin.create(clients.common())) {
      create(admin, new NewTopic(config.topic(), Optional.empty(), Optional.empty()));
      create(
          admin,
          new NewTopic(config.progressTopic(), Optional.of(1), Optional.<Short>empty())
              .configs(
                  Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
    }
  }

  private static void create(Admin admin, NewTopic topic) {
    KafkaFuture<Void> created = admin.createTopics(List.of(topic)).all();
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IngestionException(
            "topic " + topic.name() + " cannot be created: " + e.getCause().getMessage(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException("interrupted while creating topic " + topic.name(), e);
    }
  }

  /** What to do about a progress topic that is not there, or not as it must be. */
  static IngestionException unfit(KafkaConfig config, String problem) {
    return new IngestionException(
        "topic "
            + config.progressTopic()
            + ", which holds the progress, "
            + problem
            + ": create it with kafka-topics.sh --create --topic "
            + config.progressTopic()
            + " --partitions 1 --config cleanup.policy=compact, or set createTopics: true");
  }
}
