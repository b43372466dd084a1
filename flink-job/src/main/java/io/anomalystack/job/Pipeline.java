package io.anomalystack.job;

import io.anomalystack.detection.Engine;
import io.anomalystack.job.incidents.IncidentKey;
import io.anomalystack.job.incidents.RaiseIncidents;
import io.anomalystack.job.incidents.SelectUnusual;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.ingest.EventTimeWatermarks;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKeySerializer;
import io.anomalystack.job.ingest.SplitRecords;
import io.anomalystack.job.remedies.DecideRemedies;
import io.anomalystack.job.remedies.SelectFindings;
import io.anomalystack.job.remedies.TargetFinding;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.job.windowing.AggregatePeriods;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The topology: one branch for each topic, since each topic has its own event time. */
public final class Pipeline {
  private Pipeline() {}

  /**
   * What comes out of the topology.
   *
   * @param remedies null where no detector has any
   */
  public record Outputs(
      DataStream<Decision> decisions,
      DataStream<Alert> alerts,
      DataStream<RemedyRecord> remedies,
      DataStream<RejectedRecord> rejected) {
    private Outputs union(Outputs other) {
      return new Outputs(
          decisions.union(other.decisions),
          alerts.union(other.alerts),
          union(remedies, other.remedies),
          rejected.union(other.rejected));
    }

    private static DataStream<RemedyRecord> union(
        DataStream<RemedyRecord> one, DataStream<RemedyRecord> other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.union(other);
    }
  }

  /**
   * Defines the topology for any number of detectors.
   *
   * @param detectors at least one
   */
  public static Outputs define(
      StreamExecutionEnvironment env,
      Ports ports,
      List<Detector> detectors,
      Engine engine,
      ScoringSettings settings) {
    Map<String, List<Detector>> byTopic = new LinkedHashMap<>();
    detectors.forEach(d -> byTopic.computeIfAbsent(d.topic(), t -> new ArrayList<>()).add(d));
    // Each topic's scoring has models of its own on the same heap.
    ScoringSettings share = settings.sharedBy(byTopic.size());
    return byTopic.entrySet().stream()
        .map(
            entry ->
                topic(env, ports, entry.getKey(), List.copyOf(entry.getValue()), engine, share))
        .reduce(Outputs::union)
        .orElseThrow();
  }

  private static Outputs topic(
      StreamExecutionEnvironment env,
      Ports ports,
      String topic,
      List<Detector> detectors,
      Engine engine,
      ScoringSettings settings) {
    EventTimeSource<?, ?> source = ports.records(topic, detectors);
    boolean live = source.getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED;
    int readers = ports.readers(topic, env.getParallelism());

    DataStream<Decoded> records =
        env.fromSource(
                source,
                EventTimeWatermarks.strategy(detectors, live),
                "read " + topic,
                TypeInformation.of(Decoded.class))
            .uid("read-records:" + topic)
            .setParallelism(readers);

    SingleOutputStreamOperator<Sample> samples =
        records
            .transform("split " + topic, TypeInformation.of(Sample.class), new SplitRecords())
            .uid("split-records:" + topic)
            .setParallelism(readers);

    SingleOutputStreamOperator<Point> points =
        samples
            .keyBy(Sample::key, SeriesKeySerializer.TYPE)
            .transform(
                "aggregate " + topic,
                TypeInformation.of(Point.class),
                new AggregatePeriods(topic, detectors))
            .uid("aggregate-periods:" + topic);

    SingleOutputStreamOperator<Decision> decisions =
        points
            .keyBy(Point::timeseriesId)
            .process(
                new ScoreSeries(detectors, engine, settings, ports.liveStart(topic, detectors)),
                TypeInformation.of(Decision.class))
            .name("score " + topic)
            .uid("score-series:" + topic);

    SingleOutputStreamOperator<Alert> alerts =
        // Keyed as the scoring is, by series: what is quiet goes nowhere.
        DataStreamUtils.reinterpretAsKeyedStream(decisions, Decision::timeseriesId)
            .transform(
                "select unusual " + topic,
                TypeInformation.of(Decision.class),
                new SelectUnusual(detectors))
            .uid("select-unusual:" + topic)
            .keyBy(new IncidentKey(detectors), Types.STRING)
            .process(new RaiseIncidents(detectors), TypeInformation.of(Alert.class))
            .name("raise incidents " + topic)
            .uid("raise-incidents:" + topic);

    return new Outputs(
        decisions,
        alerts,
        remedies(topic, detectors, decisions),
        samples
            .getSideOutput(SplitRecords.REJECTED)
            .union(points.getSideOutput(SplitRecords.REJECTED)));
  }

  /** What is to be done about findings; null where no detector has a remedy. */
  private static DataStream<RemedyRecord> remedies(
      String topic, List<Detector> detectors, DataStream<Decision> decisions) {
    if (detectors.stream().allMatch(detector -> detector.remedies().isEmpty())) {
      return null;
    }
    return decisions
        // Where the decisions are made: what is quiet goes nowhere.
        .flatMap(new SelectFindings(detectors), TypeInformation.of(TargetFinding.class))
        .name("select findings " + topic)
        .uid("select-findings:" + topic)
        .keyBy(TargetFinding::target)
        .process(new DecideRemedies(detectors), TypeInformation.of(RemedyRecord.class))
        .name("decide remedies " + topic)
        .uid("decide-remedies:" + topic);
  }
}
