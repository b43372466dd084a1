package io.anomalystack.job.detectors;

import io.anomalystack.job.config.DetectorSettings;
import io.anomalystack.model.change.DetectorChange;
import io.anomalystack.model.change.DetectorChanges;
import io.anomalystack.model.change.KeyChange;
import io.anomalystack.model.detector.Detector;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The detector file that the job was started with, watched for changes, which are told. */
public final class WatchedDetectors implements DetectorUpdates {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedDetectors.class);

  private final DetectorLocation location;
  private final DetectorSettings settings;
  private final Listener listener;

  private final AtomicLong refused = new AtomicLong();

  private transient DetectorFileWatch watch;

  /** Hears of what is found, each content of the file once for each topic. */
  public interface Listener extends Serializable {
    /** A new file takes effect; what changes. */
    void changed(String told);

    /** A new file is not taken; why, and what to do. */
    void refused(String told);
  }

  /** By the job's settings; what is found is logged. */
  public WatchedDetectors(DetectorSettings settings) {
    this(settings, new Logged());
  }

  /** By the job's settings. */
  public WatchedDetectors(DetectorSettings settings, Listener listener) {
    this.location = DetectorLocation.of(settings);
    this.settings = settings;
    this.listener = listener;
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
    if (look instanceof Look.Refused found) {
      refused.incrementAndGet();
      listener.refused(
          "%s is not taken, all goes on as before:%s"
              .formatted(location.place(), listed(found.problems())));
    }
    if (!(look instanceof Look.Changed changed)) {
      return Optional.empty();
    }
    List<String> lines = lines(changed.changes());
    if (!lines.isEmpty()) {
      listener.changed("%s takes effect:%s".formatted(location.place(), listed(lines)));
    }
    return Optional.of(new Update(changed.content().detectors(), changed.content().digest()));
  }

  @Override
  public long refused() {
    return refused.get();
  }

  private static String listed(List<String> lines) {
    return "\n  - " + String.join("\n  - ", lines);
  }

  private static List<String> lines(DetectorChanges changes) {
    List<String> lines = new ArrayList<>();
    for (DetectorChange change : changes.changes()) {
      if (change.keys().isEmpty()) {
        lines.add(
            "%s: %s; %s"
                .formatted(
                    change.detector(),
                    change.kind().name().toLowerCase(Locale.ROOT),
                    change.consequence()));
      }
      for (KeyChange key : change.keys()) {
        lines.add(
            "%s: %s %s → %s; %s"
                .formatted(
                    change.detector(), key.key(), key.before(), key.after(), key.consequence()));
      }
    }
    return lines;
  }

  private record Logged() implements Listener {
    @Override
    public void changed(String told) {
      LOG.info("{}", told);
    }

    @Override
    public void refused(String told) {
      LOG.warn("{}", told);
    }
  }
}
