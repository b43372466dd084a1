package io.anomalystack.job.config;

import io.anomalystack.model.detector.DetectorFile;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;

/**
 * What the job is told about its detectors.
 *
 * @param file {@code detectors}: the detector file, a path or the URI of any of Flink's file
 *     systems, such as {@code s3://BUCKET/KEY}
 * @param watch {@code detectors.watch}: how often the file is looked at for a change while the job
 *     runs; zero for never
 * @param forget {@code detectors.forget}: names of detectors whose learning a change may forget
 * @param threshold {@code anomaly.threshold}: of detectors that name none, 0 to 100
 */
public record DetectorSettings(String file, Duration watch, Set<String> forget, double threshold)
    implements Serializable {
  private static final Duration DEFAULT_WATCH = Duration.ofMinutes(1);
  private static final Duration GREATEST_WATCH = Duration.ofDays(1);

  static DetectorSettings read(SettingsReader reader) {
    return new DetectorSettings(
        reader.required("detectors"),
        reader.duration("detectors.watch", GREATEST_WATCH, DEFAULT_WATCH),
        reader.names("detectors.forget"),
        reader.number("anomaly.threshold", 0, 100, DetectorFile.DEFAULT_THRESHOLD));
  }
}
