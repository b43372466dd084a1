package io.anomalystack.job.scoring;

import io.anomalystack.detection.SeriesModel;
import io.anomalystack.job.history.PastPoints;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.detector.Detector;
import java.util.Arrays;

/**
 * Teaches a fresh model what was before its series' first live point. What a calendar covers is not
 * learned, here as later.
 */
final class WarmUp implements PastPoints.Learner {
  private final SeriesModel model;
  private final Detector detector;
  private long lastSlot = SavedModel.NO_SLOT;

  private WarmUp(SeriesModel model, Detector detector) {
    this.model = model;
    this.detector = detector;
  }

  /**
   * Has the model learn its series' past, if any is known.
   *
   * @param live the first live point
   * @return the slot of the last point learned, {@link SavedModel#NO_SLOT} if there was none
   */
  static long learn(SeriesModel model, PastPoints past, Point live, Detector detector) {
    WarmUp warmUp = new WarmUp(model, detector);
    past.before(live, warmUp);
    return warmUp.lastSlot;
  }

  @Override
  public void point(long start, long slot, double[] values) {
    if (Calendars.covering(detector, start, start + detector.period().toMillis()) != null) {
      return;
    }
    if (Arrays.stream(values).allMatch(Double::isNaN)) {
      model.impute(slot);
    } else {
      model.score(slot, values);
    }
    lastSlot = slot;
  }
}
