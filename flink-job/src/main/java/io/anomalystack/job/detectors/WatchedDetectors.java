package io.anomalystack.job.detectors;

import io.anomalystack.job.config.DetectorSettings;
import io.anomalystack.model.change.DetectorChange;
import io.anomalystack.model.change.DetectorChanges;
import io.anomalystack.model.change.KeyChange;
import io.anomalystack.model.detector.Detector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The detector file that the job was started with, watched for changes, which are logged. */
public final class WatchedDetectors implements DetectorUpdates {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedDetectors.class);

  private final DetectorLocation location;
  private final DetectorSettings settings;

  private transient DetectorFileWatch watch;

  /** By the job's settings. */
  public WatchedDetectors(DetectorSettings settings) {
    this.location = DetectorLocation.of(settings);
    this.settings = settings;
  }

  @Override
  public Duration every() {
    return settings.watch();
  }

  @Override
  public Optional<Update> look(List<Detector> running, String digest) {
    if (watch == null) {
      watch = new DetectorFileWatch(location, settings.forget());
    }
    Look look = watch.look(running, digest);
    if (look instanceof Look.Refused refused) {
      LOG.warn(
          "the detector file {} is not taken, all goes on as before:\n  - {}",
          location.place(),
          String.join("\n  - ", refused.problems()));
    }
    if (!(look instanceof Look.Changed changed)) {
      return Optional.empty();
    }
    LOG.info(
        "the detector file {} takes effect:{}", location.place(), lines(changed.changes()));
    return Optional.of(new Update(changed.content().detectors(), changed.content().digest()));
  }

  private static String lines(DetectorChanges changes) {
    List<String> lines = new ArrayList<>();
    for (DetectorChange change : changes.changes()) {
      if (change.keys().isEmpty()) {
        lines.add(change.detector() + " " + change.kind() + ": " + change.consequence());
      }
      for (KeyChange key : change.keys()) {
        lines.add(
            "%s: %s %s → %s: %s"
                .formatted(
                    change.detector(), key.key(), key.before(), key.after(), key.consequence()));
      }
    }
    return lines.isEmpty() ? " no detector differs" : "\n  - " + String.join("\n  - ", lines);
  }
}
