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
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the two topics where they are missing, and refuses a progress topic that would forget. */
final class Topics {
  private static final String COMPACT = TopicConfig.CLEANUP_POLICY_COMPACT;

  private final KafkaConfig config;
  private final Admin admin;

  private Topics(KafkaConfig config, Admin admin) {
    this.config = config;
    this.admin = admin;
  }

  /**
   * Creates what is missing if the configuration wants it.
   *
   * @throws IngestionException if the progress topic is not there, or not as it must be
   */
  static void prepare(KafkaConfig config, KafkaClients clients) {
    try (Admin admin = Admin.create(clients.admin())) {
      new Topics(config, admin).prepare();
    }
  }

  private void prepare() {
    if (config.createTopics()) {
      create(new NewTopic(config.topic(), Optional.empty(), Optional.empty()));
      NewTopic progress =
          new NewTopic(config.progressTopic(), Optional.of(1), Optional.<Short>empty())
              .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, COMPACT));
      if (create(progress)) {
        return;
      }
    }
    checkProgressTopic();
  }

  /** False if it was there. */
  private boolean create(NewTopic topic) {
    try {
      await(admin.createTopics(List.of(topic)).all());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw failed("topic " + topic.name() + " cannot be created", e);
    }
  }

  private void checkProgressTopic() {
    String topic = config.progressTopic();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      int partitions =
          await(admin.describeTopics(List.of(topic)).allTopicNames())
              .get(topic)
              .partitions()
              .size();
      if (partitions != 1) {
        throw unfit("must have one partition, but has " + partitions);
      }
      String policy =
          await(admin.describeConfigs(List.of(resource)).all())
              .get(resource)
              .get(TopicConfig.CLEANUP_POLICY_CONFIG)
              .value();
      if (!policy.equals(COMPACT)) {
        throw new IngestionException(
            "topic %1$s, which holds the progress, has cleanup.policy=%2$s: what is old would be deleted, and then every row be published again. Change it with kafka-configs.sh --alter --entity-type topics --entity-name %1$s --add-config cleanup.policy=compact"
                .formatted(topic, policy));
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw unfit("is not there");
      }
      throw failed(
          "topic "
              + topic
              + ", which holds the progress, cannot be looked at, for which the function must be"
              + " allowed to describe it and its configuration",
          e);
    }
  }

  private static <T> T await(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException("interrupted while waiting for Kafka", e);
    }
  }

  private static IngestionException failed(String what, ExecutionException e) {
    return new IngestionException("Kafka, " + what + ": " + e.getCause().getMessage(), e);
  }

  private IngestionException unfit(String problem) {
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
