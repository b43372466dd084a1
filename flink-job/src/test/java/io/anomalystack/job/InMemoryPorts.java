package io.anomalystack.job;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Bounded topics from memory through the real topology, and what comes out of it. */
final class InMemoryPorts implements Ports {
  private static final long WALL_CLOCK = 4_000_000_000_000L;

  private final Map<String, List<List<byte[]>>> topics;
  private final List<CloseableIterator<Decision>> decisions = new ArrayList<>();
  private final List<CloseableIterator<Alert>> alerts = new ArrayList<>();
  private final List<CloseableIterator<RemedyRecord>> remedies = new ArrayList<>();
  private final List<CloseableIterator<RejectedRecord>> rejected = new ArrayList<>();

  private InMemoryPorts(Map<String, List<List<byte[]>>> topics) {
    this.topics = topics;
  }

  /** What a run made of its topics. */
  record Result(
      List<Decision> decisions,
      List<Alert> alerts,
      List<RemedyRecord> remedies,
      List<RejectedRecord> rejected) {
    /** The decisions of one detector, in order of time. */
    List<Decision> of(String detector) {
      return decisions.stream().filter(d -> d.detectorName().equals(detector)).toList();
    }
  }

  /**
   * Runs the topology over topics, each a list of partitions, each a list of records.
   *
   * @return all decisions in order of period, detector and series; all alerts in order of time,
   *     detector, incident and sequence; all that is decided of remedies in order of time, detector
   *     and id; all rejected records by offset
   */
  static Result run(
      Map<String, List<List<byte[]>>> topics,
      List<Detector> detectors,
      int parallelism,
      ScoringSettings settings)
      throws Exception {
    return run(topics, detectors, parallelism, ForestEngine.standard(), settings);
  }

  /** The same with models of another kind. */
  static Result run(
      Map<String, List<List<byte[]>>> topics,
      List<Detector> detectors,
      int parallelism,
      Engine engine,
      ScoringSettings settings)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(AnomalyDetectionJob.strictDefaults());
    env.setParallelism(parallelism);
    InMemoryPorts ports = new InMemoryPorts(topics);
    Pipeline.Outputs outputs = Pipeline.define(env, ports, detectors, engine, settings);
    ports.decisions(outputs.decisions());
    ports.alerts(outputs.alerts());
    ports.remedies(outputs.remedies());
    ports.rejected(outputs.rejected());
    env.executeAsync("test");
    return new Result(
        drain(
            ports.decisions,
            Comparator.comparing(Decision::detectionPeriodEnd)
                .thenComparing(Decision::detectorName)
                .thenComparing(Decision::timeseriesId)
                .thenComparing(d -> d.sequence() == null ? 0 : d.sequence())),
        drain(
            ports.alerts,
            Comparator.comparing(Alert::time)
                .thenComparing(Alert::detectorName)
                .thenComparing(Alert::incidentId)
                .thenComparing(Alert::sequence)),
        drain(
            ports.remedies,
            Comparator.comparing(RemedyRecord::time)
                .thenComparing(RemedyRecord::detectorName)
                .thenComparing(RemedyRecord::remedyId)),
        drain(
            ports.rejected,
            Comparator.comparing(RejectedRecord::topic)
                .thenComparing(RejectedRecord::partition)
                .thenComparing(RejectedRecord::offset)));
  }

  /** The bytes of lines of text. */
  static List<byte[]> records(List<String> lines) {
    return lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static <T> List<T> drain(List<CloseableIterator<T>> iterators, Comparator<T> order)
      throws Exception {
    List<T> all = new ArrayList<>();
    for (CloseableIterator<T> iterator : iterators) {
      try (iterator) {
        iterator.forEachRemaining(all::add);
      }
    }
    all.sort(order);
    return all;
  }

  @Override
  public EventTimeSource<?, ?> records(String topic, List<Detector> detectors) {
    return new EventTimeSource<>(
        new PartitionsSource(topics.get(topic)),
        topic,
        detectors,
        new RecordFormat.Json(),
        () -> WALL_CLOCK);
  }

  @Override
  public int readers(String topic, int parallelism) {
    return Math.min(parallelism, topics.get(topic).size());
  }

  @Override
  public void decisions(DataStream<Decision> stream) {
    decisions.add(stream.collectAsync());
  }

  @Override
  public void alerts(DataStream<Alert> stream) {
    alerts.add(stream.collectAsync());
  }

  @Override
  public void remedies(DataStream<RemedyRecord> stream) {
    remedies.add(stream.collectAsync());
  }

  @Override
  public void rejected(DataStream<RejectedRecord> stream) {
    rejected.add(stream.collectAsync());
  }
}
