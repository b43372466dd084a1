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
import io.anomalystack.job.peers.ComparePeers;
import io.anomalystack.job.remedies.DecideRemedies;
import io.anomalystack.job.remedies.SelectFindings;
import io.anomalystack.job.remedies.TargetFinding;
import io.anomalystack.job.rules.JudgeRules;
import io.anomalystack.job.scoring.DecideWithoutModel;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.job.windowing.AggregatePeriods;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.job.windowing.PointsOf;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    Compared compared = compare(topic, detectors, points);

    SingleOutputStreamOperator<Decision> scored =
        compared
            .toScore()
            .keyBy(Point::timeseriesId)
            .process(
                new ScoreSeries(detectors, engine, settings, ports.liveStart(topic, detectors)),
                TypeInformation.of(Decision.class))
            .name("score " + topic)
            .uid("score-series:" + topic);
    SingleOutputStreamOperator<Decision> judged =
        JudgeRules.isWanted(detectors) ? judged(topic, detectors, scored) : scored;

    // Keyed as the scoring is, by series: what is quiet goes nowhere.
    DataStream<Decision> unusual =
        DataStreamUtils.reinterpretAsKeyedStream(judged, Decision::timeseriesId)
            .transform(
                "select unusual " + topic,
                TypeInformation.of(Decision.class),
                new SelectUnusual(detectors))
            .uid("select-unusual:" + topic);

    DataStream<Decision> decisions = judged;
    if (compared.decided() != null) {
      decisions = judged.union(compared.decided());
      unusual = unusual.union(alerting(topic, detectors, compared.decided()));
    }

    SingleOutputStreamOperator<Alert> alerts =
        unusual
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

  /**
   * Points beside their peers.
   *
   * @param toScore those that are scored, or judged by rules, series by series
   * @param decided decisions on all others, of which there is no more to say; null where there is
   *     no such detector
   */
  private record Compared(DataStream<Point> toScore, DataStream<Decision> decided) {}

  /** Compares the points of detectors that have peers; all others go straight on. */
  private static Compared compare(
      String topic, List<Detector> detectors, DataStream<Point> points) {
    List<Detector> withPeers =
        detectors.stream().filter(detector -> detector.peers() != null).toList();
    if (withPeers.isEmpty()) {
      return new Compared(points, null);
    }
    List<Detector> decided = withPeers.stream().filter(Pipeline::isDecidedByPeers).toList();
    ComparePeers comparePeers = new ComparePeers(withPeers);
    SingleOutputStreamOperator<Point> compared =
        points
            .filter(PointsOf.only(withPeers))
            .uid("points-with-peers:" + topic)
            .keyBy(comparePeers.keys(), Types.STRING)
            .transform("compare peers " + topic, TypeInformation.of(Point.class), comparePeers)
            .uid("compare-peers:" + topic);
    DataStream<Point> toScore =
        points
            .filter(PointsOf.allBut(withPeers))
            .uid("points-without-peers:" + topic)
            .union(
                compared.filter(PointsOf.allBut(decided)).uid("compared-points-to-score:" + topic));
    if (decided.isEmpty()) {
      return new Compared(toScore, null);
    }
    return new Compared(
        toScore,
        compared
            .filter(PointsOf.only(decided))
            .uid("compared-points-to-decide:" + topic)
            .flatMap(new DecideWithoutModel(decided))
            .returns(TypeInformation.of(Decision.class))
            .name("decide " + topic)
            .uid("decide-without-model:" + topic));
  }

  /** Whether nothing but their peers judges the points of a detector that has them. */
  private static boolean isDecidedByPeers(Detector detector) {
    return !detector.forest() && detector.rules().isEmpty();
  }

  /**
   * Of decisions made without a model, which expects nothing that could still go on, the alerts.
   */
  private static DataStream<Decision> alerting(
      String topic, List<Detector> detectors, DataStream<Decision> decisions) {
    Set<String> raising =
        detectors.stream()
            .filter(detector -> detector.incidents() != null)
            .map(Detector::name)
            .collect(Collectors.toSet());
    return decisions
        .filter(decision -> decision.alert() == 1 && raising.contains(decision.detectorName()))
        .uid("alerting-decisions:" + topic);
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

  /** Keyed as the scoring is, by series. */
  private static SingleOutputStreamOperator<Decision> judged(
      String topic, List<Detector> detectors, DataStream<Decision> scored) {
    return DataStreamUtils.reinterpretAsKeyedStream(scored, Decision::timeseriesId)
        .transform(
            "judge rules " + topic, TypeInformation.of(Decision.class), new JudgeRules(detectors))
        .uid("judge-rules:" + topic);
  }
}
