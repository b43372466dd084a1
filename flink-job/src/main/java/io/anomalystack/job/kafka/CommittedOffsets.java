package io.anomalystack.job.kafka;

import io.anomalystack.job.config.JobSettings;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks the brokers whether the job's group has read a topic before. */
final class CommittedOffsets {
  private CommittedOffsets() {}

  /**
   * Whether the group has committed an offset of any of the topic's partitions.
   *
   * @throws IllegalStateException if no broker answers within 30 s
   */
  static boolean exist(JobSettings settings, String topic) {
    try (Admin admin = Brokers.connect(settings)) {
      return admin
          .listConsumerGroupOffsets(settings.groupId())
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .anyMatch(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw new IllegalStateException(
          "the offsets of group '%s' cannot be read from Kafka at %s: %s"
              .formatted(
                  settings.groupId(), settings.bootstrapServers(), e.getCause().getMessage()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka for offsets", e);
    }
  }
}
