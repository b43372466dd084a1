package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.Verdict;
import io.anomalystack.job.history.Histories;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.calendar.Calendar;
import io.anomalystack.model.detector.Detector;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/**
 * Scores each series' points by the series' own model. Part of an operator, with state of its own
 * there.
 */
public final class ScoreSeries implements Serializable {
  private final Engine engine;
  private final ScoringSettings settings;
  private final long firstLiveStart;

  private transient AbstractStreamOperator<?> operator;
  private transient boolean restored;
  private transient LiveStart liveStart;
  private transient Map<String, ModelPlan> plans;
  private transient ModelStore models;
  private transient Histories histories;

  /**
   * Decides on every point, but may keep some decisions to itself.
   *
   * @param liveStart the instant at which the job began to be asked, in epoch ms: a detector that
   *     learns from its topic's past is not heard on periods that end before it. Of a restored job
   *     its first start counts. {@link LiveStart#ALWAYS} where nothing is past
   */
  public ScoreSeries(Engine engine, ScoringSettings settings, long liveStart) {
    this.engine = engine;
    this.settings = settings;
    this.firstLiveStart = liveStart;
  }

  /** As {@link AbstractStreamOperator#initializeState}. */
  public void initializeState(StateInitializationContext context) throws Exception {
    restored = context.isRestored();
    liveStart = new LiveStart(context.getOperatorStateStore(), restored, firstLiveStart);
  }

  /** As {@link AbstractStreamOperator#snapshotState}. */
  public void snapshotState() throws Exception {
    liveStart.save();
  }

  /** As {@link AbstractStreamOperator#open}. */
  public void open(AbstractStreamOperator<?> host, List<Detector> detectors) {
    operator = host;
    models =
        new ModelStore(
            engine, settings.snapshotInterval(), settings.liveModels(), host.getRuntimeContext());
    plans = plans(detectors);
    histories = histories(detectors);
  }

  /** Goes on by other detectors. */
  public void detectors(List<Detector> detectors) {
    plans = plans(detectors);
    // A past that cannot be read must not stop a job that runs.
    restored = true;
    histories = histories(detectors);
  }

  private static Map<String, ModelPlan> plans(List<Detector> detectors) {
    return detectors.stream().collect(Collectors.toMap(Detector::name, ModelPlan::of));
  }

  private Histories histories(List<Detector> detectors) {
    return new Histories(detectors, this::isOurs, System::currentTimeMillis, restored);
  }

  /** Whether a time series is scored by this task. */
  private boolean isOurs(String timeseriesId) {
    TaskInfo task = operator.getRuntimeContext().getTaskInfo();
    return task.getIndexOfThisSubtask()
        == KeyGroupRangeAssignment.assignKeyToParallelOperator(
            timeseriesId,
            task.getMaxNumberOfParallelSubtasks(),
            task.getNumberOfParallelSubtasks());
  }

  /** Forgets a time series. */
  public void forget(String timeseriesId) {
    operator.setCurrentKey(timeseriesId);
    models.forget(timeseriesId);
  }

  /** The decision on a point; empty where it is not wanted. */
  public Optional<Decision> score(Point point, Detector detector) throws Exception {
    Decision decision = decide(point, detector);
    return liveStart.isLive(detector, point.end()) ? Optional.of(decision) : Optional.empty();
  }

  private Decision decide(Point point, Detector detector) throws Exception {
    if (!detector.forest()) {
      return Decisions.withoutModel(point, detector);
    }
    operator.setCurrentKey(point.timeseriesId());
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
