package io.anomalystack.detection;

/** Feeds a series without gaps to a model with one measure. */
public final class Points {

  private Points() {}

  /** Scores the value of the slot behind the last one. */
  public static Verdict score(SeriesModel model, double value) {
    return model.score(model.points(), value);
  }

  /** Imputes the slot behind the last one. */
  public static Verdict impute(SeriesModel model) {
    return model.impute(model.points());
  }
}
