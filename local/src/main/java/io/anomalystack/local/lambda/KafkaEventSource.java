package io.anomalystack.local.lambda;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.RunFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invokes a function with a topic's records, in batches, as Lambda's event source mapping for Kafka
 * does with partial batch responses: what the function reports as failed comes again, and at last
 * goes to the failure destination. Offsets are committed once a batch is done with.
 */
public final class KafkaEventSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventSource.class);

  /** Lambda's default. */
  private static final int BATCH = 100;

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final String topic;
  private final LocalFunction function;
  private final Consumer<ConsumerRecord<byte[], byte[]>> failureDestination;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final FutureTask<Void> work = new FutureTask<>((Callable<Void>) this::work);
  private final Thread thread = new Thread(work, "event-source");
  private volatile boolean closing;

  /**
   * Begins to invoke the function, in a thread of its own.
   *
   * @param kafka the brokers and what else a client needs
   * @param groupId goes on where the group stopped, or at the topic's beginning
   * @param failureDestination takes what has failed for good
   */
  public static KafkaEventSource start(
      Properties kafka,
      String topic,
      String groupId,
      LocalFunction function,
      Consumer<ConsumerRecord<byte[], byte[]>> failureDestination) {
    KafkaEventSource source =
        new KafkaEventSource(kafka, topic, groupId, function, failureDestination);
    source.thread.setDaemon(true);
    source.thread.start();
    return source;
  }

  private KafkaEventSource(
      Properties kafka,
      String topic,
      String groupId,
      LocalFunction function,
      Consumer<ConsumerRecord<byte[], byte[]>> failureDestination) {
    this.topic = topic;
    this.function = function;
    this.failureDestination = failureDestination;
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(BATCH));
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Void work() throws IOException, InterruptedException {
    try (consumer) {
      // Not as a member of the group: after a kill Kafka would wait for the one that is gone.
      consumer.assign(partitions());
      while (!closing) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        consumer.poll(POLL).forEach(batch::add);
        if (!batch.isEmpty()) {
          deliver(batch);
          consumer.commitSync();
        }
      }
    }
    return null;
  }

  private List<TopicPartition> partitions() {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private void deliver(List<ConsumerRecord<byte[], byte[]>> batch)
      throws IOException, InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> open = batch;
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      open = failures(open);
      if (!open.isEmpty() && attempt == ATTEMPTS) {
        open.forEach(failureDestination);
        return;
      }
      if (!open.isEmpty()) {
        Thread.sleep(pause.toMillis());
        pause = pause.multipliedBy(2);
      }
    }
  }

  /** Those of the records that the function did not do. */
  private List<ConsumerRecord<byte[], byte[]>> failures(
      List<ConsumerRecord<byte[], byte[]>> records) {
    try {
      return KafkaEvent.failures(records, function.invoke(KafkaEvent.of(records)));
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} failed with a batch of {} records", function.name(), records.size(), e);
      return records;
    }
  }

  /** Makes sure that records are still taken. */
  public void check() throws RunFailedException, InterruptedException {
    if (!work.isDone()) {
      return;
    }
    try {
      work.get();
      throw new RunFailedException("reading topic " + topic + " ended, though it never does");
    } catch (ExecutionException e) {
      throw new RunFailedException(
          "reading topic " + topic + ": " + Reasons.of(e.getCause()), e.getCause());
    }
  }

  /** Ends with the batch that is under way, its offsets committed. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join();
  }
}
