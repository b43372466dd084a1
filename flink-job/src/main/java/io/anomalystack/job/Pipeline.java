package io.anomalystack.job;

import io.anomalystack.detection.Engine;
import io.anomalystack.job.deciding.DecideSeries;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.incidents.RaiseIncidents;
import io.anomalystack.job.incidents.UnusualDecision;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.ingest.EventTimeWatermarks;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKeySerializer;
import io.anomalystack.job.ingest.SplitRecords;
import io.anomalystack.job.peers.ComparePeers;
import io.anomalystack.job.remedies.DecideRemedies;
import io.anomalystack.job.remedies.TargetFinding;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.job.windowing.AggregatePeriods;
import io.anomalystack.job.windowing.PeerPoint;
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
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The topology: one branch for each topic, since each topic has its own event time. */
public final class Pipeline {
  private Pipeline() {}

  /** What comes out of the topology. */
  public record Outputs(
      DataStream<Decision> decisions,
      DataStream<Alert> alerts,
      DataStream<RemedyRecord> remedies,
      DataStream<RejectedRecord> rejected) {
    private Outputs union(Outputs other) {
      return new Outputs(
          decisions.union(other.decisions),
          alerts.union(other.alerts),
          remedies.union(other.remedies),
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
        .map(entry -> topic(env, ports, entry.getKey(), entry.getValue(), detectors, engine, share))
        .reduce(Outputs::union)
        .orElseThrow();
  }

  private static Outputs topic(
      StreamExecutionEnvironment env,
      Ports ports,
      String topic,
      List<Detector> detectors,
      List<Detector> all,
      Engine engine,
      ScoringSettings settings) {
    EventTimeSource<?, ?> source = ports.records(topic, detectors);
    boolean live = source.getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED;
    boolean watched = live && !ports.updates().every().isZero();
    if (watched) {
      checkCheckpoints(env);
      source = source.watching(ports.updates(), all);
    }
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

    // Nothing behind here is made for certain detectors: all hear by this of others.
    DataStream<DetectorSet> changes = samples.getSideOutput(SplitRecords.DETECTORS).broadcast();
    RunningDetectors running = new RunningDetectors(detectors, watched);

    SingleOutputStreamOperator<Point> points =
        samples
            .keyBy(Sample::key, SeriesKeySerializer.TYPE)
            .connect(changes)
            .transform(
                "aggregate " + topic,
                TypeInformation.of(Point.class),
                new AggregatePeriods(topic, running))
            .uid("aggregate-periods:" + topic);

    SingleOutputStreamOperator<Point> compared =
        points
            .getSideOutput(AggregatePeriods.TO_COMPARE)
            .keyBy(PeerPoint::group)
            .connect(changes)
            .transform(
                "compare peers " + topic,
                TypeInformation.of(Point.class),
                new ComparePeers(running))
            .uid("compare-peers:" + topic);

    SingleOutputStreamOperator<Decision> decisions =
        points
            .union(compared)
            .keyBy(Point::timeseriesId)
            .connect(changes)
            .transform(
                "decide " + topic,
                TypeInformation.of(Decision.class),
                new DecideSeries(
                    running, new ScoreSeries(engine, settings, ports.liveStart(topic, detectors))))
            .uid("score-series:" + topic);

    SingleOutputStreamOperator<Alert> alerts =
        decisions
            .getSideOutput(DecideSeries.UNUSUAL)
            .keyBy(UnusualDecision::incident)
            .connect(changes)
            .transform(
                "raise incidents " + topic,
                TypeInformation.of(Alert.class),
                new RaiseIncidents(running))
            .uid("raise-incidents:" + topic);

    SingleOutputStreamOperator<RemedyRecord> remedies =
        decisions
            .getSideOutput(DecideSeries.FINDINGS)
            .keyBy(TargetFinding::target)
            .connect(changes)
            .transform(
                "decide remedies " + topic,
                TypeInformation.of(RemedyRecord.class),
                new DecideRemedies(running))
            .uid("decide-remedies:" + topic);

    return new Outputs(
        decisions,
        alerts,
        remedies,
        samples
            .getSideOutput(SplitRecords.REJECTED)
            .union(points.getSideOutput(SplitRecords.REJECTED)));
  }

  /** That a checkpoint is complete must mean that all have heard of what was said before it. */
  private static void checkCheckpoints(StreamExecutionEnvironment env) {
    if (env.getCheckpointConfig().isUnalignedCheckpointsEnabled()) {
      throw new IllegalArgumentException(
          "detectors.watch: needs checkpoints that are aligned; was used with"
              + " execution.checkpointing.unaligned.enabled: true. Set that to false, or"
              + " detectors.watch to 0s");
    }
  }
}
