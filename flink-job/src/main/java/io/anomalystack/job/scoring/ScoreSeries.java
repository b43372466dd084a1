package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.Verdict;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Scores each series' points by the series' own model. */
public final class ScoreSeries extends KeyedProcessFunction<String, Point, Decision> {
  private final Map<String, Detector> detectors;
  private final Engine engine;
  private final ScoringSettings settings;

  private transient ModelStore models;

  public ScoreSeries(List<Detector> detectors, Engine engine, ScoringSettings settings) {
    this.detectors =
        detectors.stream().collect(Collectors.toMap(Detector::name, Function.identity()));
    this.engine = engine;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    models =
        new ModelStore(
            engine, settings.snapshotInterval(), settings.liveModels(), getRuntimeContext());
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
    LiveModels.Live series = models.load(id);
    Verdict verdict;
    if (point.kind() == Point.Kind.IMPUTE) {
      verdict = series.model().impute();
      models.imputed(series, id);
    } else {
      verdict = series.model().score(point.value());
      models.scored(series, id, point.value());
    }
    decisions.collect(Decisions.of(point, detector, verdict, series.model().points()));
  }
}
