package io.anomalystack.ingestion;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.anomalystack.ingestion.config.IngestionConfig;
import io.anomalystack.ingestion.config.NewRows;
import io.anomalystack.ingestion.kafka.KafkaPublisher;
import io.anomalystack.ingestion.postgres.PostgresSource;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.crac.Core;

/**
 * The function: publishes the rows of a table that are new. When and how often it is invoked, and
 * what the event says, makes no difference to what is published: each row is, once.
 *
 * <p>The configuration is YAML or JSON in the variable {@code INGESTION_CONFIG}, or in the file
 * that {@code INGESTION_CONFIG_FILE} names. The answer is a JSON object with {@code rows}, {@code
 * batches}, {@code caughtUp}, {@code takenOver}, {@code behindSeconds}, {@code totalRows}, {@code
 * publishedUpTo} and {@code milliseconds}.
 *
 * <p>One invocation at a time; nothing is connected before the first.
 */
public final class IngestionHandler implements RequestStreamHandler, AutoCloseable {
  /** Where there is no context to say how long an invocation may take. */
  private static final Duration WITHOUT_CONTEXT = Duration.ofMinutes(1);

  private final IngestionConfig config;
  private final Secrets secrets;
  private final Ingestion ingestion;
  private final Consumer<String> log;

  /** Kept, as the context of SnapStart does not keep it. */
  private final Priming priming;

  /**
   * As Lambda makes it: configured by the process's environment, logging to its output.
   *
   * @throws IllegalArgumentException with all problems of the configuration at once
   */
  public IngestionHandler() {
    this(System.getenv(), System.out::println);
  }

  /**
   * Within another process; nothing is logged, the answer says it all.
   *
   * @param environment as {@link System#getenv()}
   * @throws IllegalArgumentException with all problems of the configuration at once
   */
  public IngestionHandler(Map<String, String> environment) {
    this(environment, line -> {});
  }

  IngestionHandler(Map<String, String> environment, Consumer<String> log) {
    this.log = log;
    this.config = configuration(environment);
    this.secrets = new Secrets(environment);
    this.ingestion =
        new Ingestion(
            new PostgresSource(
                config.database(), config.table(), secrets, new AwsAccess(environment)),
            () -> KafkaPublisher.open(config.source(), config.kafka(), secrets),
            new Ingestion.Portions(config.start(), config.batchRows(), config.stopBefore()),
            Clock.systemUTC());
    this.priming = new Priming(config);
    Core.getGlobalContext().register(priming);
    if (config.table().newRows() instanceof NewRows.ByTimestamp byTimestamp) {
      log.accept(
          "newRows by timestamp: a row that commits later than "
              + DurationText.format(byTimestamp.delay())
              + " after its "
              + byTimestamp.column()
              + " is never read; by transaction it would be");
    }
  }

  private static IngestionConfig configuration(Map<String, String> environment) {
    try {
      ConfigSource source = ConfigSource.of(environment);
      return IngestionConfig.parse(source.text(), source.directory());
    } catch (InvalidConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    answer.write(answer(run(deadline(context))).getBytes(StandardCharsets.UTF_8));
  }

  private Report run(Deadline deadline) {
    Report report = ingestion.run(deadline);
    log.accept(Answer.logLine(config.source(), report, Clock.systemUTC().instant()));
    return report;
  }

  private String answer(Report report) {
    return Answer.of(config.source(), report);
  }

  private static Deadline deadline(Context context) {
    if (context == null) {
      long end = System.nanoTime() + WITHOUT_CONTEXT.toNanos();
      return () -> Duration.ofNanos(end - System.nanoTime());
    }
    return () -> Duration.ofMillis(context.getRemainingTimeInMillis());
  }

  /** The configuration, for who must know where the rows go. */
  public IngestionConfig config() {
    return config;
  }

  @Override
  public void close() {
    ingestion.close();
    secrets.close();
  }
}
