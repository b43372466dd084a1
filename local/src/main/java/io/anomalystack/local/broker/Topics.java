package io.anomalystack.local.broker;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a Kafka cluster; each call answers or fails within ten seconds. */
public final class Topics implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String brokers;
  private final Admin admin;

  /**
   * Connects when first used.
   *
   * @param kafka {@code bootstrap.servers}, and whatever else a client needs
   * @throws UsageException if Kafka's client does not take them
   */
  public Topics(Properties kafka) throws UsageException {
    Properties properties = new Properties();
    properties.putAll(kafka);
    String timeout = Long.toString(TIMEOUT.toMillis());
    properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
    properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
    brokers = properties.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    try {
      admin = Admin.create(properties);
    } catch (KafkaException e) {
      // Nothing has been asked yet: it is the settings that are wrong.
      throw new UsageException("these settings are not for Kafka: " + Reasons.of(e));
    }
  }

  /** Those of some topics that do not exist. */
  public List<String> missing(Collection<String> topics) throws RunFailedException {
    Collection<String> existing = answer(admin.listTopics().names());
    return topics.stream().filter(topic -> !existing.contains(topic)).distinct().toList();
  }

  /** Creates topics with the brokers' own defaults; one that exists is left as it is. */
  public void create(Collection<String> topics) throws RunFailedException {
    for (String topic : topics) {
      create(new NewTopic(topic, Optional.empty(), Optional.empty()));
    }
  }

  /** Creates a topic; if it exists it is left as it is. */
  public void create(String topic, int partitions) throws RunFailedException {
    create(new NewTopic(topic, Optional.of(partitions), Optional.empty()));
  }

  private void create(NewTopic topic) throws RunFailedException {
    try {
      answer(admin.createTopics(List.of(topic)).all());
    } catch (RunFailedException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private <T> T answer(KafkaFuture<T> answer) throws RunFailedException {
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unanswered(e.getCause());
    } catch (TimeoutException e) {
      throw unanswered(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("interrupted while asking Kafka at " + brokers, e);
    }
  }

  private RunFailedException unanswered(Throwable cause) {
    boolean silent =
        cause instanceof TimeoutException
            || cause instanceof org.apache.kafka.common.errors.TimeoutException;
    return new RunFailedException(
        silent
            ? "no answer from Kafka at %s within %d s: is it running, and is the address right?"
                .formatted(brokers, TIMEOUT.toSeconds())
            : "Kafka at " + brokers + " refuses: " + Reasons.of(cause),
        cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
