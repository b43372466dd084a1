package io.anomalystack.local.run;

import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.detectors.DetectorContent;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.notifier.NotifierConfig;
import io.anomalystack.remedy.ExecutorsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user wants run.
 *
 * @param content what to watch, by the detector file
 * @param settings the job's own
 * @param createTopics whether to create topics that are missing
 * @param parallelism how many tasks share the work
 * @param stateDirectory where checkpoints are kept
 * @param channels whom to tell of incidents; empty for nobody
 * @param executors what does what remedies request; empty for nothing
 */
public record RunRequest(
    DetectorContent content,
    JobSettings settings,
    boolean createTopics,
    int parallelism,
    Path stateDirectory,
    Optional<NotifierConfig> channels,
    Optional<ExecutorsFile> executors) {
  /** What to watch. */
  public List<Detector> detectors() {
    return content.detectors();
  }
}
