package io.anomalystack.notifier;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.anomalystack.functions.BatchResponse;
import io.anomalystack.functions.KafkaEvent;
import io.anomalystack.model.config.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The function behind a Kafka event source on the alerts topic.
 *
 * <p>Its configuration is the environment variable {@code NOTIFIER_CONFIG}, as YAML or JSON, or the
 * file of the function's package that {@code NOTIFIER_CONFIG_FILE} names.
 */
public final class NotifierHandler implements RequestStreamHandler, AutoCloseable {
  /** Kept for the answer, and for what a channel has begun. */
  private static final Duration RESERVE = Duration.ofSeconds(20);

  private final Notifier notifier;
  private final boolean throwsOnFailure;
  private final Consumer<String> log;

  /** With the environment of this process. */
  public NotifierHandler() {
    this(System.getenv());
  }

  /**
   * With another environment.
   *
   * @throws IllegalStateException if the configuration cannot be used, with every problem
   */
  public NotifierHandler(Map<String, String> environment) {
    HandlerEnvironment settings = new HandlerEnvironment(environment);
    try {
      this.notifier = Notifier.open(settings.config(), environment);
      this.throwsOnFailure = settings.throwsOnFailure();
    } catch (InvalidConfigException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    this.log = System.out::println;
    WarmUp.beforeSnapshots();
  }

  /**
   * Within another process.
   *
   * @param notifier closed with this
   * @param log takes a line of JSON for each batch
   */
  public NotifierHandler(Notifier notifier, Consumer<String> log) {
    this.notifier = notifier;
    this.throwsOnFailure = false;
    this.log = log;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    long left = context.getRemainingTimeInMillis();
    // Of a short time limit a half, or nothing would ever begin.
    long usable = Math.max(left - RESERVE.toMillis(), left / 2);
    Instant deadline = Instant.now().plusMillis(usable);
    Report report = notifier.deliver(KafkaEvent.read(event), deadline);
    log.accept(RunLine.of(report, System.currentTimeMillis()));
    if (throwsOnFailure && !report.failed().isEmpty()) {
      throw new BatchFailedException(report.failed().size());
    }
    BatchResponse.write(report.failed(), answer);
  }

  @Override
  public void close() {
    notifier.close();
  }
}
