package io.anomalystack.remedy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.anomalystack.functions.BatchResponse;
import io.anomalystack.functions.KafkaEvent;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.remedy.audit.AuditSettings;
import io.anomalystack.remedy.audit.AuditTopic;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The function behind a Kafka event source on the audit topic.
 *
 * <p>Its configuration is the environment variable {@code REMEDY_CONFIG}, as YAML or JSON, or the
 * file of the function's package that {@code REMEDY_CONFIG_FILE} names.
 */
public final class RemedyHandler implements RequestStreamHandler, AutoCloseable {
  /** Kept for the answer, and for what an executor has begun. */
  private static final Duration RESERVE = Duration.ofSeconds(40);

  private final Remedier remedier;
  private final boolean throwsOnFailure;

  /** With the environment of this process. */
  public RemedyHandler() {
    this(System.getenv());
  }

  /**
   * With another environment.
   *
   * @throws IllegalStateException if the configuration cannot be used, with every problem
   */
  public RemedyHandler(Map<String, String> environment) {
    FunctionEnvironment settings = new FunctionEnvironment(environment, "REMEDY");
    try {
      ExecutorsFile file = settings.config(ExecutorsFile::read);
      AuditSettings audit =
          file.audit()
              .orElseThrow(
                  () ->
                      new InvalidConfigException(
                          "remedy",
                          List.of("audit: required, as what was done is written down there")));
      this.remedier =
          Remedier.open(file, new AuditTopic(audit.topic(), audit.clients()), environment);
      this.throwsOnFailure = settings.throwsOnFailure();
    } catch (InvalidConfigException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * Within another process.
   *
   * @param remedier closed with this
   */
  public RemedyHandler(Remedier remedier) {
    this.remedier = remedier;
    this.throwsOnFailure = false;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    long left = context.getRemainingTimeInMillis();
    // Of a short time limit a half, or nothing would ever begin.
    long usable = Math.max(left - RESERVE.toMillis(), left / 2);
    Report report = remedier.act(KafkaEvent.read(event), Instant.now().plusMillis(usable));
    if (throwsOnFailure && !report.failed().isEmpty()) {
      throw new IllegalStateException(
          report.failed().size() + " records of the batch failed, see the log");
    }
    BatchResponse.write(report.failed(), answer);
  }

  @Override
  public void close() {
    remedier.close();
  }
}
