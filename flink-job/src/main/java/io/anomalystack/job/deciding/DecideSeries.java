package io.anomalystack.job.deciding;

import io.anomalystack.job.detectors.DetectorsOperator;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.incidents.SelectUnusual;
import io.anomalystack.job.incidents.UnusualDecision;
import io.anomalystack.job.metrics.DecisionMetrics;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.remedies.SelectFindings;
import io.anomalystack.job.remedies.TargetFinding;
import io.anomalystack.job.rules.JudgeRules;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Makes a decision of every point, series by series: scored by the series' model, judged by rules,
 * and told to those who have more to do about it.
 *
 * <p>One operator, since operators chained to it could not hear of other detectors. What its parts
 * remember has a name of its own in its state.
 */
public final class DecideSeries extends DetectorsOperator<Point, Decision> {
  /** What incidents are made of. */
  public static final OutputTag<UnusualDecision> UNUSUAL =
      new OutputTag<>("unusual", TypeInformation.of(UnusualDecision.class));

  /** What remedies go by. */
  public static final OutputTag<TargetFinding> FINDINGS =
      new OutputTag<>("findings", TypeInformation.of(TargetFinding.class));

  private final ScoreSeries scores;
  private final JudgeRules rules = new JudgeRules();
  private final SelectUnusual unusual = new SelectUnusual();

  private transient SelectFindings findings;
  private transient DecisionMetrics made;
  private transient Map<String, Detector> byName;

  /** Decisions on a topic's points, by its detectors. */
  public DecideSeries(RunningDetectors detectors, ScoreSeries scores) {
    super(detectors);
    this.scores = scores;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    scores.initializeState(context);
  }

  @Override
  public void open() throws Exception {
    super.open();
    scores.open(this, detectors());
    rules.open(this, detectors());
    unusual.open(this, detectors());
    made =
        new DecisionMetrics(
            getMetricGroup(), System::currentTimeMillis, DetectorNames.of(detectors()));
    decideFor(detectors());
  }

  @Override
  protected void detectorsChanged(List<Detector> before) throws Exception {
    scores.detectors(detectors());
    rules.detectors(detectors());
    unusual.detectors(detectors());
    made.detectors(DetectorNames.of(detectors()));
    decideFor(detectors());
  }

  private void decideFor(List<Detector> detectors) {
    findings = new SelectFindings(detectors);
    byName = detectors.stream().collect(Collectors.toMap(Detector::name, Function.identity()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    scores.snapshotState();
    rules.writeBack();
  }

  @Override
  public void processElement1(StreamRecord<Point> element) throws Exception {
    Point point = element.getValue();
    Detector detector = byName.get(point.detector());
    if (point.kind() == Point.Kind.EXPIRE) {
      forget(point.timeseriesId(), detector);
      return;
    }
    if (detector == null || !isOf(point, detector)) {
      // It left the detector file, or has other series now, while its last points were on their
      // way.
      return;
    }
    Optional<Decision> scored = scores.score(point, detector);
    if (scored.isPresent()) {
      tell(rules.judge(scored.get()), detector, element.getTimestamp());
    }
  }

  /** Whether a point has the shape of those that the detector is made of now. */
  private static boolean isOf(Point point, Detector detector) {
    return point.dimensions().size() == detector.dimensions().size()
        && point.values().size() == (detector.joint() ? detector.measures().size() : 1)
        && point.end() - point.start() == detector.period().toMillis();
  }

  private void forget(String timeseriesId, Detector detector) {
    scores.forget(timeseriesId);
    if (detector == null) {
      // Else its rules and incidents have a memory of their own, of event time.
      rules.forget(timeseriesId);
      unusual.forget(timeseriesId);
    }
  }

  private void tell(Decision decision, Detector detector, long timestamp) throws Exception {
    made.count(decision, detector);
    output.collect(new StreamRecord<>(decision, timestamp));
    String incident = unusual.incidentOf(decision);
    if (incident != null) {
      output.collect(
          UNUSUAL, new StreamRecord<>(new UnusualDecision(incident, decision), timestamp));
    }
    findings.select(
        decision, finding -> output.collect(FINDINGS, new StreamRecord<>(finding, timestamp)));
  }
}
