package io.anomalystack.job.scoring;

import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.time.Duration;
import java.util.List;

/**
 * What a detector's models are made by.
 *
 * @param settings what each model is a model of
 * @param digest of all of the detector that a model cannot live on without: when one of these
 *     settings is changed in the detector file, its models begin anew
 */
record ModelPlan(SeriesSettings settings, long digest) {
  /** What most things that people measure go by; other rhythms a model finds by itself. */
  private static final List<Duration> RHYTHMS = List.of(Duration.ofDays(1), Duration.ofDays(7));

  static ModelPlan of(Detector detector) {
    int measures = detector.joint() ? detector.measures().size() : 1;
    SeriesSettings settings = new SeriesSettings(measures, seasons(detector));
    // Spelled out, since the digest is part of what is saved: no record's toString() may change it.
    List<Dimension> parts =
        List.of(
            new Dimension("period", Long.toString(detector.period().toMillis())),
            new Dimension("each record", Boolean.toString(detector.eachRecord())),
            new Dimension("measures", Integer.toString(settings.measures())),
            new Dimension("detect", Boolean.toString(settings.seasons().detect())),
            new Dimension("seasons", settings.seasons().candidates().toString()));
    return new ModelPlan(
        settings, TimeSeriesId.seed(TimeSeriesId.of(detector.name(), "model", parts)));
  }

  private static Seasons seasons(Detector detector) {
    return switch (detector.seasonality().mode()) {
      // Where each record is a point there is no clock, and a season is so many records long.
      case AUTO ->
          Seasons.detected(detector.eachRecord() ? List.of() : slots(RHYTHMS, detector.period()));
      case GIVEN -> Seasons.given(slots(detector.seasonality().lengths(), detector.period()));
      case NONE -> Seasons.none();
    };
  }

  /** The lengths in periods; those too short to have a shape left out. */
  private static List<Double> slots(List<Duration> lengths, Duration period) {
    return lengths.stream()
        .map(length -> (double) length.toSeconds() / period.toSeconds())
        .filter(slots -> slots >= Seasons.SHORTEST)
        .toList();
  }
}
