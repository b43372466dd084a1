package io.anomalystack.local.watch;

import io.anomalystack.local.forward.ForwardRequest;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.notifier.NotifierConfig;
import io.anomalystack.remedy.ExecutorsFile;
import java.util.List;
import java.util.Optional;

/**
 * Which run to watch, and for what.
 *
 * @param detectors of a single topic
 * @param log the run's; where it is read {@code once}, the watch ends when all of it is decided
 * @param channels whom to tell of incidents; empty for nobody
 * @param executors what does what remedies request; empty for nothing
 */
public record WatchRequest(
    List<Detector> detectors,
    ForwardRequest log,
    Optional<NotifierConfig> channels,
    Optional<ExecutorsFile> executors) {}
