package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.JobMetric.Application;
import io.anomalystack.job.metrics.JobMetric.Label;
import io.anomalystack.job.metrics.Scrape;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running job, and what Prometheus finds of it. The job ends as nobody takes what it makes. */
class MetricsScrapeTest {
  private static final String DETECTORS =
      """
      detectors:
        - name: shop-sales
          topic: sales
          timestamp: {field: t}
          period: 1m
          dimensions: [item]
          measures: [{field: quantity, aggregation: sum}]
          missing: zero
          anomalyThreshold: 70
          history: {file: '%s'}
          remedies:
            - name: look
              on: {score: true}
              evidence: {findings: 1, within: 10m}
              action: page
              target: [item]
              executor: shop
        - name: limits
          topic: sales
          timestamp: {field: t}
          period: 1m
          allowedLateness: 30s
          measures: [{field: quantity, aggregation: max}]
          rules: [{name: too-many, above: 90}]
        - name: beside-others
          topic: sales
          timestamp: {field: t}
          period: 1m
          dimensions: [item]
          measures: [{field: quantity, aggregation: sum}]
          peers: {among: [item], compare: ratio, baseline: own}
          model: none
      """;

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final int MINUTES = 10;
  private static final int SPIKE_AT = 5;
  private static final int GAP_AT = 3;

  @TempDir static Path directory;

  private static Scrape scrape;
  private static int records;
  private static List<Decision> decisions = new ArrayList<>();
  private static List<RejectedRecord> rejected = new ArrayList<>();

  /** Two items, once a minute; one spikes, the other misses a minute; then what is no good. */
  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int minute = 0; minute <= MINUTES; minute++) {
      lines.add(sale(minute, "a", minute == SPIKE_AT ? "100" : "10"));
      if (minute != GAP_AT) {
        lines.add(sale(minute, "b", "10"));
      }
    }
    lines.add("no record at all");
    lines.add(sale(MINUTES, "a", "\"many\""));
    lines.add(sale(MINUTES, "a", "\"few\""));
    lines.add(sale(1, "a", "10"));
    // For all to be decided that was before; the lenient one waits for half a minute more.
    lines.add(sale(MINUTES + 1, "a", "10"));
    return lines;
  }

  private static String sale(int minute, String item, String quantity) {
    return "{\"t\":\"%s\",\"item\":\"%s\",\"quantity\":%s}"
        .formatted(START.plusSeconds(60L * minute + 40), item, quantity);
  }

  @BeforeAll
  static void scrapeTheRunningJob() throws Exception {
    List<String> past = new ArrayList<>();
    for (int minute = -20; minute < 0; minute++) {
      past.add(sale(minute, "a", "10"));
    }
    Path history = Files.write(directory.resolve("history.jsonl"), past);
    List<Detector> detectors = DetectorFile.parse(DETECTORS.formatted(history));
    List<String> lines = lines();
    records = lines.size();
    int port = Scrape.freePort();
    Configuration configuration = AnomalyDetectionJob.strictDefaults();
    configuration.addAll(Scrape.reporter(port));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    OpenTopic topic = new OpenTopic(InMemoryPorts.records(lines));
    // Room for one model, so that each makes room for the next.
    Pipeline.Outputs outputs =
        Pipeline.define(env, topic, detectors, new MeanEngine(), new ScoringSettings(1, 8));
    try (CloseableIterator<Decision> decided = outputs.decisions().collectAsync();
        CloseableIterator<Alert> told = outputs.alerts().collectAsync();
        CloseableIterator<RemedyRecord> remedies = outputs.remedies().collectAsync();
        CloseableIterator<RejectedRecord> bad = outputs.rejected().collectAsync()) {
      env.executeAsync("metrics");
      // Two items and two detectors, and one of the latter without items, each minute but the last.
      take(decided, decisions, (MINUTES + 1) * 5 - 1);
      // One is bad for all, two and a late one for three.
      take(bad, rejected, 1 + 3 * 3);
      told.next();
      remedies.next();
      scrape = Scrape.of(port);
    }
  }

  private static <T> void take(CloseableIterator<T> all, List<T> taken, int many) {
    for (int i = 0; i < many; i++) {
      taken.add(all.next());
    }
  }

  @Test
  void everyDocumentedMetricIsThereWithItsLabels() {
    for (JobMetric metric : JobMetric.of(Application.DETECTION)) {
      List<Scrape.Sample> found = scrape.named(metric.prometheusName());
      assertThat(found).as(metric.prometheusName()).isNotEmpty();
      for (Label label : metric.labels()) {
        assertThat(found)
            .as(metric.prometheusName())
            .allSatisfy(sample -> assertThat(sample.labels().get(label.text())).isNotEmpty());
      }
    }
  }

  @Test
  void countersAgreeWithWhatCameOut() {
    for (String detector : List.of("shop-sales", "limits", "beside-others")) {
      List<Decision> own =
          decisions.stream().filter(d -> d.detectorName().equals(detector)).toList();
      assertThat(of(JobMetric.DECISIONS, detector)).isEqualTo(own.size());
      assertThat(of(JobMetric.FILLED, detector))
          .isEqualTo(own.stream().filter(Decision::filled).count());
      assertThat(of(JobMetric.ANOMALIES, detector))
          .isEqualTo(own.stream().filter(d -> d.anomalyDecision() == 1).count());
      assertThat(of(JobMetric.ALERTS, detector))
          .isEqualTo(own.stream().filter(d -> d.alert() == 1).count());
      assertThat(of(JobMetric.REJECTED, detector))
          .isEqualTo(rejected.stream().filter(r -> detector.equals(r.detector())).count());
    }
    assertThat(of(JobMetric.FILLED, "shop-sales")).isEqualTo(1);
    assertThat(of(JobMetric.ANOMALIES, "shop-sales")).isEqualTo(1);
    assertThat(of(JobMetric.ALERTS, "limits")).isEqualTo(1);
    assertThat(of(JobMetric.REMEDIES, "shop-sales")).isPositive();
    assertThat(of(JobMetric.ALERT_MESSAGES, "shop-sales")).isPositive();
  }

  @Test
  void eachRecordReadIsCountedOrRejectedWithItsReason() {
    for (String detector : List.of("shop-sales", "limits", "beside-others")) {
      assertThat(of(JobMetric.RECORDS_READ, detector)).isEqualTo(records);
      assertThat(
              of(JobMetric.SAMPLES, detector)
                  + of(JobMetric.REJECTED, detector)
                  + scrape.sum(JobMetric.UNREADABLE))
          .isEqualTo(records);
      assertThat(
              scrape.sum(JobMetric.REJECTED, "detector", detector, "reason", "NOT_A_FINITE_NUMBER"))
          .isEqualTo(2);
      assertThat(scrape.sum(JobMetric.REJECTED, "detector", detector, "reason", "LATE"))
          .isEqualTo(1);
    }
    assertThat(scrape.sum(JobMetric.UNREADABLE, "reason", "MALFORMED_JSON")).isEqualTo(1);
  }

  @Test
  void modelsAreCountedThroughTheirLives() {
    // Two items, and what has no dimensions.
    assertThat(scrape.sum(JobMetric.MODELS_CREATED)).isEqualTo(3);
    assertThat(scrape.sum(JobMetric.MODELS_LEARNED)).isEqualTo(1);
    assertThat(scrape.sum(JobMetric.MODELS_LIVE)).isEqualTo(1);
    // Each that came after the first made room.
    assertThat(scrape.sum(JobMetric.MODELS_EVICTED))
        .isEqualTo(scrape.sum(JobMetric.MODELS_RESTORED) + 3 - 1);
    assertThat(scrape.sum(JobMetric.JOURNAL_LENGTH)).isBetween(0.0, 8.0);
    assertThat(scrape.named(JobMetric.RESTORE_TIME.prometheusName() + "_count").get(0).value())
        .isEqualTo(scrape.sum(JobMetric.MODELS_RESTORED));
  }

  @Test
  void timesAreOfTheWallClock() {
    double age = System.currentTimeMillis() - START.toEpochMilli();
    assertThat(of(JobMetric.EVENT_TIME_LAG, "shop-sales")).isBetween(age - 3_600_000, age);
    assertThat(of(JobMetric.DECISION_LATENCY_P99, "shop-sales")).isBetween(age - 3_600_000, age);
    // What is half a minute more lenient could not have decided before.
    assertThat(median("shop-sales") - median("limits")).isBetween(20_000.0, 40_000.0);
  }

  private static double median(String detector) {
    return scrape.sum(JobMetric.DECISION_LATENCY, "detector", detector, "quantile", "0.5");
  }

  private static double of(JobMetric metric, String detector) {
    return scrape.sum(metric, "detector", detector);
  }

  /** A topic in memory that goes on. */
  private record OpenTopic(List<byte[]> records) implements Ports {
    @Override
    public EventTimeSource<?, ?> records(String topic, List<Detector> detectors) {
      return new EventTimeSource<>(
          new PartitionsSource(List.of(records), true),
          topic,
          detectors,
          new RecordFormat.Json(),
          System::currentTimeMillis);
    }

    @Override
    public int readers(String topic, int parallelism) {
      return 1;
    }

    @Override
    public DetectorUpdates updates() {
      return new Refusing();
    }

    @Override
    public void decisions(DataStream<Decision> decisions) {}

    @Override
    public void alerts(DataStream<Alert> alerts) {}

    @Override
    public void remedies(DataStream<RemedyRecord> remedies) {}

    @Override
    public void rejected(DataStream<RejectedRecord> rejected) {}
  }

  /** A detector file that nobody can use. */
  private record Refusing() implements DetectorUpdates {
    @Override
    public Duration every() {
      return Duration.ofMillis(100);
    }

    @Override
    public Optional<Update> look(List<Detector> running, String digest) {
      return Optional.empty();
    }

    @Override
    public long refused() {
      return 1;
    }
  }
}
