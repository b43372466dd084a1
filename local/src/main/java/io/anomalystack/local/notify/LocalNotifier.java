package io.anomalystack.local.notify;

import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.lambda.KafkaEventSource;
import io.anomalystack.local.lambda.LocalFunction;
import io.anomalystack.notifier.Notifier;
import io.anomalystack.notifier.NotifierConfig;
import io.anomalystack.notifier.NotifierHandler;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notifier beside a job on this machine: its handler is invoked with the job's alerts in the
 * batches that Lambda would send.
 */
public final class LocalNotifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalNotifier.class);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final NotifierHandler handler;
  private final KafkaEventSource alerts;

  private LocalNotifier(NotifierHandler handler, KafkaEventSource alerts) {
    this.handler = handler;
    this.alerts = alerts;
  }

  /**
   * Begins to tell people what the job's alerts say, from where it stopped the last time.
   *
   * @param settings those of the job
   * @param undelivered is told of what could not be delivered, in a sentence
   */
  public static LocalNotifier start(
      JobSettings settings, NotifierConfig config, Consumer<String> undelivered) {
    NotifierHandler handler =
        new NotifierHandler(Notifier.open(config, System.getenv()), LOG::info);
    KafkaEventSource alerts =
        KafkaEventSource.start(
            settings.kafkaProperties(),
            settings.alertsTopic(),
            settings.groupId() + "-notifier",
            new LocalFunction("notifier", handler, TIMEOUT),
            record ->
                undelivered.accept(
                    "an alert could not be delivered, and is given up: offset %d of partition %d of topic %s"
                        .formatted(record.offset(), record.partition(), record.topic())));
    return new LocalNotifier(handler, alerts);
  }

  /** Makes sure that alerts are still taken. */
  public void check() throws RunFailedException, InterruptedException {
    alerts.check();
  }

  @Override
  public void close() throws InterruptedException {
    alerts.close();
    handler.close();
  }
}
