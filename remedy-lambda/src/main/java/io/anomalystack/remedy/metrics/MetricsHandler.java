package io.anomalystack.remedy.metrics;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.anomalystack.functions.BatchResponse;
import io.anomalystack.functions.KafkaEvent;
import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.remedy.FunctionEnvironment;
import io.anomalystack.remedy.metrics.Metrics.Refusal;
import io.anomalystack.secrets.AwsAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;

/**
 * The function behind a Kafka event source on the decisions topic that puts values of chosen
 * detectors into CloudWatch. A record that comes again counts twice in a metric's sum and sample
 * count, and not at all in its average, least and greatest.
 *
 * <p>Its configuration is the environment variable {@code METRICS_CONFIG}, as YAML or JSON, or the
 * file of the function's package that {@code METRICS_CONFIG_FILE} names.
 */
public final class MetricsHandler implements RequestStreamHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsHandler.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final String namespace;
  private final Metrics metrics;
  private final boolean throwsOnFailure;
  private final CloudWatchClient client;
  private final Clock clock;

  /** With the environment of this process. */
  public MetricsHandler() {
    this(System.getenv(), Clock.systemUTC());
  }

  /**
   * With another environment.
   *
   * @throws IllegalStateException if the configuration cannot be used, with every problem
   */
  MetricsHandler(Map<String, String> environment, Clock clock) {
    FunctionEnvironment settings = new FunctionEnvironment(environment, "METRICS");
    try {
      MetricsConfig config = settings.config(MetricsConfig::read);
      this.namespace = config.namespace();
      this.metrics = new Metrics(config);
      this.throwsOnFailure = settings.throwsOnFailure();
    } catch (InvalidConfigException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    this.client = client(new AwsAccess(environment));
    this.clock = clock;
  }

  private static CloudWatchClient client(AwsAccess aws) {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .credentialsProvider(aws.credentials())
            .region(aws.region())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder().apiCallTimeout(TIMEOUT).build());
    aws.endpoint("CLOUDWATCH").ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    List<KafkaRecord> records = KafkaEvent.read(event);
    Set<KafkaRecord> failed = new LinkedHashSet<>();
    for (MetricBatch batch : batches(records, failed)) {
      put(batch, failed);
    }
    if (throwsOnFailure && !failed.isEmpty()) {
      throw new IllegalStateException(failed.size() + " records of the batch failed, see the log");
    }
    BatchResponse.write(records.stream().filter(failed::contains).toList(), answer);
  }

  private List<MetricBatch> batches(List<KafkaRecord> records, Set<KafkaRecord> failed) {
    List<MetricBatch> batches = new ArrayList<>();
    MetricBatch open = new MetricBatch();
    Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
    for (KafkaRecord record : records) {
      try {
        Decision decision =
            DecisionJson.read(record.value() == null ? new byte[0] : record.value());
        if (!metrics.takes(decision)) {
          continue;
        }
        var data =
            metrics.of(
                decision, clock.instant(), refusal -> refused.merge(refusal, 1, Integer::sum));
        if (!data.isEmpty() && !open.add(record, data)) {
          batches.add(open);
          open = new MetricBatch();
          open.add(record, data);
        }
      } catch (IllegalArgumentException e) {
        LOG.error("{}: no decision: {}", record.place(), e.getMessage());
        failed.add(record);
      }
    }
    refused.forEach(
        (refusal, count) -> LOG.warn("{} not put into CloudWatch: {}", count, refusal.text()));
    if (!open.metrics().isEmpty()) {
      batches.add(open);
    }
    return batches;
  }

  private void put(MetricBatch batch, Set<KafkaRecord> failed) {
    try {
      client.putMetricData(request -> request.namespace(namespace).metricData(batch.metrics()));
    } catch (SdkException e) {
      LOG.error("{} metrics are not taken: {}", batch.metrics().size(), e.getMessage());
      failed.addAll(batch.records());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
