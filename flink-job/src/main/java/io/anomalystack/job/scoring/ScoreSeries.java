package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.Verdict;
import io.anomalystack.job.history.Histories;
import io.anomalystack.job.metrics.DecisionMetrics;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.calendar.Calendar;
import io.anomalystack.model.detector.Detector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Scores each series' points by the series' own model. */
public final class ScoreSeries extends KeyedProcessFunction<String, Point, Decision>
    implements CheckpointedFunction {
  private final Map<String, Detector> detectors;
  private final Engine engine;
  private final ScoringSettings settings;

  private final long firstLiveStart;

  private transient boolean restored;
  private transient LiveStart liveStart;
  private transient Map<String, ModelPlan> plans;
  private transient ModelStore models;
  private transient Histories histories;
  private transient DecisionMetrics metrics;

  /** Decides on every point. */
  public ScoreSeries(List<Detector> detectors, Engine engine, ScoringSettings settings) {
    this(detectors, engine, settings, LiveStart.ALWAYS);
  }

  /**
   * Decides on every point, but keeps some decisions to itself.
   *
   * @param liveStart the instant at which the job began to be asked, in epoch ms: a detector that
   *     learns from its topic's past is not heard on periods that end before it. Of a restored job
   *     its first start counts. {@link LiveStart#ALWAYS} where nothing is past
   */
  public ScoreSeries(
      List<Detector> detectors, Engine engine, ScoringSettings settings, long liveStart) {
    this.detectors =
        detectors.stream().collect(Collectors.toMap(Detector::name, Function.identity()));
    this.engine = engine;
    this.settings = settings;
    this.firstLiveStart = liveStart;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    restored = context.isRestored();
    liveStart = new LiveStart(context.getOperatorStateStore(), restored, firstLiveStart);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    liveStart.save();
  }

  @Override
  public void open(OpenContext context) {
    plans = new HashMap<>();
    detectors.forEach((name, detector) -> plans.put(name, ModelPlan.of(detector)));
    models =
        new ModelStore(
            engine, settings.snapshotInterval(), settings.liveModels(), getRuntimeContext());
    metrics =
        new DecisionMetrics(
            getRuntimeContext().getMetricGroup(),
            System::currentTimeMillis,
            DetectorNames.withoutRules(detectors.values()));
    histories =
        new Histories(detectors.values(), this::isOurs, System::currentTimeMillis, restored);
  }

  /** Whether a time series is scored by this task. */
  private boolean isOurs(String timeseriesId) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    return task.getIndexOfThisSubtask()
        == KeyGroupRangeAssignment.assignKeyToParallelOperator(
            timeseriesId,
            task.getMaxNumberOfParallelSubtasks(),
            task.getNumberOfParallelSubtasks());
  }

  @Override
  public void processElement(Point point, Context context, Collector<Decision> decisions)
      throws Exception {
    String id = point.timeseriesId();
    if (point.kind() == Point.Kind.EXPIRE) {
      models.forget(id);
      return;
    }
    Detector detector = detectors.get(point.detector());
    if (detector == null) {
      // It left the detector file while its last points were on their way.
      return;
    }
    Decision decision = decide(point, detector);
    if (liveStart.isLive(detector, point.end())) {
      if (detector.rules().isEmpty()) {
        metrics.count(decision, detector);
      }
      decisions.collect(decision);
    }
  }

  private Decision decide(Point point, Detector detector) throws Exception {
    if (!detector.forest()) {
      return Decisions.withoutModel(point, detector);
    }
    ModelPlan plan = plans.get(point.detector());
    LiveModels.Live series =
        models.load(
            point.timeseriesId(),
            plan,
            model -> WarmUp.learn(model, histories.of(detector), point, detector));
    Calendar calendar = Calendars.covering(detector, point.start(), point.end());
    if (calendar != null) {
      return Decisions.keptOut(point, detector, calendar.name(), series.model());
    }
    if (point.kind() == Point.Kind.EVENT) {
      return Decisions.unscored(point, detector, series.model());
    }
    Verdict verdict =
        point.kind() == Point.Kind.IMPUTE
            ? models.impute(series, plan, point.slot())
            : models.score(series, plan, point.slot(), values(point));
    return Decisions.of(point, detector, verdict, series.model());
  }

  private static double[] values(Point point) {
    return point.values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
