package io.anomalystack.job.kafka;

import io.anomalystack.job.config.JobSettings;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers how many partitions a topic has. */
final class Partitions {
  private Partitions() {}

  /**
   * The number of partitions that a topic has now.
   *
   * @throws IllegalStateException if there is no such topic, or no broker answers within 30 s
   */
  static int count(JobSettings settings, String topic) {
    try (Admin admin = Brokers.connect(settings)) {
      return admin
          .describeTopics(List.of(topic))
          .topicNameValues()
          .get(topic)
          .get()
          .partitions()
          .size();
    } catch (ExecutionException e) {
      String why =
          e.getCause() instanceof UnknownTopicOrPartitionException
              ? "there is no topic '%s' at %s".formatted(topic, settings.bootstrapServers())
              : "topic '%s' cannot be read from Kafka at %s: %s"
                  .formatted(topic, settings.bootstrapServers(), e.getCause().getMessage());
      throw new IllegalStateException(why, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka for topic " + topic, e);
    }
  }
}
