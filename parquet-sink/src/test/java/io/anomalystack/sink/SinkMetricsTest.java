package io.anomalystack.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.JobMetric.Application;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectedRecord;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running sink, and what Prometheus finds of it. */
class SinkMetricsTest {
  private static final int ROWS_PER_CHECKPOINT = 10;

  @TempDir Path lake;

  @Test
  void everyDocumentedMetricIsThereAndAgreesWithTheOthers() throws Exception {
    int port = freePort();
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.set(MetricOptions.REPORTERS_LIST, "prom");
    configuration.setString(
        "metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName());
    configuration.setString("metrics.reporter.prom.port", Integer.toString(port));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    Endless ports = new Endless();
    ParquetSinkJob.assemble(env, ports, lake.toUri());

    env.executeAsync("sink");
    String page;
    // What is collected comes with a completed checkpoint: by then a file is finished. That nobody
    // takes any more ends the job.
    try (CloseableIterator<RejectedRecord> rejected = ports.rejected) {
      rejected.next();
      page = scrape(port);
    }

    for (JobMetric metric : JobMetric.of(Application.SINK)) {
      assertThat(page).contains("\n" + metric.prometheusName() + "{");
    }
    double read = value(page, JobMetric.ROWS_READ, "");
    double written = value(page, JobMetric.ROWS_WRITTEN, "");
    double bad = value(page, JobMetric.ROWS_REJECTED, "reason=\"MALFORMED_JSON\"");
    assertThat(bad).isPositive();
    // The page is not of one moment: rows are on their way while it is written.
    assertThat(read - written - bad)
        .isBetween(-5.0 * ROWS_PER_CHECKPOINT, 5.0 * ROWS_PER_CHECKPOINT);
    assertThat(value(page, JobMetric.FILES_WRITTEN, "")).isBetween(1.0, written);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String scrape(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static double value(String page, JobMetric metric, String label) {
    return Pattern.compile(
            "^" + metric.prometheusName() + "\\{[^}]*" + label + "[^}]*} (\\S+)$",
            Pattern.MULTILINE)
        .matcher(page)
        .results()
        .mapToDouble(line -> Double.parseDouble(line.group(1)))
        .sum();
  }

  /** A topic without end, in which every tenth record is no decision; a few for each checkpoint. */
  private static final class Endless implements SinkPorts {
    private CloseableIterator<RejectedRecord> rejected;

    @Override
    public String topic() {
      return "decisions";
    }

    @Override
    public Source<RawRecord, ?, ?> records() {
      return new DataGeneratorSource<>(
          offset -> new RawRecord(0, offset, 0, record(offset)),
          Long.MAX_VALUE,
          RateLimiterStrategy.perCheckpoint(ROWS_PER_CHECKPOINT),
          TypeInformation.of(RawRecord.class));
    }

    private static byte[] record(long offset) {
      return offset % ROWS_PER_CHECKPOINT == 3
          ? "no decision".getBytes(UTF_8)
          : DecisionJson.write(TestDecisions.of((int) (offset % 5), offset % 24));
    }

    @Override
    public void rejected(DataStream<RejectedRecord> stream) {
      rejected = stream.collectAsync();
    }
  }
}
