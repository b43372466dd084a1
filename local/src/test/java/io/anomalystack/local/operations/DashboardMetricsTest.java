package io.anomalystack.local.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.job.AnomalyDetectionJob;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.kafka.KafkaPorts;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.JobMetric.Type;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.recovery.CommittedTopic;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.testdata.AnyBooks;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the dashboard and the alert rules for Prometheus ask for, against what the job itself shows
 * between real topics.
 */
class DashboardMetricsTest {
  private static final Path GRAFANA = Path.of("../operations/grafana");
  private static final Path RULES = Path.of("../operations/prometheus/anomaly-alerts.yaml");
  private static final Pattern FLINK_METRIC = Pattern.compile("\\bflink_\\w+");
  private static final Pattern RESTARTED_ANEW = Pattern.compile("(rate|increase)\\((flink_\\w+)");

  private static final String DETECTORS =
      """
      detectors:
        - name: sales
          topic: sales
          timestamp: {field: timestamp}
          period: 1m
          measures: [{field: quantity}]
      """;

  @TempDir static Path directory;

  private static Set<String> shown;

  @BeforeAll
  static void scrapeAJobBetweenTopics() throws Exception {
    Path detectors = Files.writeString(directory.resolve("detectors.yaml"), DETECTORS);
    int port = freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      publish(broker.bootstrapServers());
      JobSettings settings =
          JobSettings.from(
              Map.of(
                  "detectors", detectors.toString(),
                  "bootstrap.servers", broker.bootstrapServers(),
                  "input.start", "earliest"));
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, configuration(port));
      AnomalyDetectionJob.assemble(
          env, new KafkaPorts(settings), DetectorFile.read(detectors), settings.scoring());
      JobClient job = env.executeAsync("anomaly-detection");
      // Visible with a checkpoint: from then on the metrics of checkpoints have values.
      try (CommittedTopic decided =
          new CommittedTopic(broker.bootstrapServers(), "anomaly-decisions")) {
        decided.await(seen -> seen.size() >= 2);
      }
      shown = scrape(port);
      job.cancel().get();
    }
  }

  private static Configuration configuration(int port) {
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.set(MetricOptions.REPORTERS_LIST, "prom");
    configuration.setString(
        "metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName());
    configuration.setString("metrics.reporter.prom.port", Integer.toString(port));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    return configuration;
  }

  private static void publish(String brokers) throws Exception {
    Properties kafka = new Properties();
    kafka.setProperty("bootstrap.servers", brokers);
    try (Topics topics = new Topics(kafka)) {
      for (String topic :
          new String[] {"sales", "anomaly-decisions", "anomaly-alerts", "anomaly-rejected"}) {
        topics.create(topic, 1);
      }
    }
    Instant start = Instant.now().minus(Duration.ofMinutes(10));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
      for (int minute = 0; minute < 5; minute++) {
        producer.send(
            new ProducerRecord<>(
                "sales", AnyBooks.sale(start.plusSeconds(60L * minute), "item-A", 10)));
      }
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Set<String> scrape(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
    String page =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return page.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Those of Flink and Kafka as the job shows them, and ours, some of which need more to happen.
   */
  private static Set<String> existing() {
    Set<String> existing = new TreeSet<>(shown);
    Arrays.stream(JobMetric.values())
        .flatMap(
            metric ->
                metric.type() == Type.HISTOGRAM
                    ? Stream.of(metric.prometheusName(), metric.prometheusName() + "_count")
                    : Stream.of(metric.prometheusName()))
        .forEach(existing::add);
    return existing;
  }

  private static Set<String> used(String text) {
    return FLINK_METRIC
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void dashboardAsksOnlyForMetricsThatExist() throws Exception {
    String dashboard = Files.readString(GRAFANA.resolve("anomaly-detection.json"));

    assertThat(used(dashboard)).hasSizeGreaterThan(20);
    assertThat(existing()).containsAll(used(dashboard));
  }

  @Test
  void alertRulesAskOnlyForMetricsThatExist() throws Exception {
    String rules = Files.readString(RULES);

    assertThat(used(rules)).hasSizeGreaterThan(5);
    assertThat(existing()).containsAll(used(rules));
  }

  /** Of a gauge neither means anything, and Prometheus would not say so. */
  @Test
  void ratesAreOfCountersOnly() throws Exception {
    Set<String> counters =
        Arrays.stream(JobMetric.values())
            .filter(metric -> metric.type() == Type.COUNTER)
            .map(JobMetric::prometheusName)
            .collect(Collectors.toSet());
    String asked =
        Files.readString(GRAFANA.resolve("anomaly-detection.json")) + Files.readString(RULES);

    Set<String> rated =
        RESTARTED_ANEW
            .matcher(asked)
            .results()
            .map(match -> match.group(2))
            .filter(name -> name.contains(JobMetric.GROUP))
            .collect(Collectors.toSet());

    assertThat(rated).isNotEmpty();
    assertThat(counters).containsAll(rated);
  }

  @Test
  void everyPanelHasAQueryOfItsDataSourceAndSaysWhatItShows() throws Exception {
    JsonNode dashboard =
        new ObjectMapper().readTree(GRAFANA.resolve("anomaly-detection.json").toFile());

    int panels = 0;
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as(panel.path("title").asText()).isTrue();
      if (panel.path("type").asText().equals("row")) {
        continue;
      }
      panels++;
      String title = panel.path("title").asText();
      assertThat(panel.path("description").asText()).as(title).isNotEmpty();
      assertThat(panel.path("datasource").path("uid").asText())
          .as(title)
          .isEqualTo("${datasource}");
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        String asked = target.path("expr").asText();
        // What is of a process and not of a job has no such label.
        if (asked.contains("_job_")) {
          assertThat(asked).as(title).contains("job_name=~\"$job\"");
        }
      }
      JsonNode place = panel.path("gridPos");
      assertThat(place.path("x").asInt() + place.path("w").asInt()).as(title).isBetween(1, 24);
    }
    assertThat(panels).isGreaterThan(10);
  }
}
