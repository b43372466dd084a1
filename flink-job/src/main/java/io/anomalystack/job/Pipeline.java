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
import io.anomalystack.job.rules.JudgeRules;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.job.windowing.AggregatePeriods;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
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

  /** What comes out of the topology. */
  public record Outputs(
      DataStream<Decision> decisions,
      DataStream<Alert> alerts,
      DataStream<RejectedRecord> rejected) {
    private Outputs union(Outputs other) {
      return new Outputs(
          decisions.union(other.decisions),
          alerts.union(other.alerts),
          rejected.union(other.rejected));
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

    SingleOutputStreamOperator<Decision> scored =
        points
            .keyBy(Point::timeseriesId)
            .process(
                new ScoreSeries(detectors, engine, settings, ports.liveStart(topic, detectors)),
                TypeInformation.of(Decision.class))
            .name("score " + topic)
            .uid("score-series:" + topic);
    SingleOutputStreamOperator<Decision> decisions =
        JudgeRules.isWanted(detectors) ? judged(topic, detectors, scored) : scored;

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
        samples
            .getSideOutput(SplitRecords.REJECTED)
            .union(points.getSideOutput(SplitRecords.REJECTED)));
  }

  /** Keyed as the scoring is, by series. */
  private static SingleOutputStreamOperator<Decision> judged(
      String topic, List<Detector> detectors, DataStream<Decision> scored) {
    return DataStreamUtils.reinterpretAsKeyedStream(scored, Decision::timeseriesId)
        .transform(
            "judge rules " + topic, TypeInformation.of(Decision.class), new JudgeRules(detectors))
        .uid("judge-rules:" + topic);
  }
}
