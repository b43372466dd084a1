package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.metrics.DetectorFileMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wrapped source's enumerator, which knows its own splits only, and beside it the watch over
 * the detector file, of which all readers are told.
 */
final class EventTimeEnumerator<S extends SourceSplit, C>
    implements SplitEnumerator<EventTimeSplit<S>, EventTimeCheckpoint<C>> {
  private static final Logger LOG = LoggerFactory.getLogger(EventTimeEnumerator.class);

  private final SplitEnumerator<S, C> splits;
  private final SplitEnumeratorContext<EventTimeSplit<S>> context;
  private final DetectorUpdates updates;

  private DetectorFileMetrics metrics;

  /** Null where detectors cannot change. Written by the coordinator's thread alone. */
  private volatile AcceptedDetectors detectors;

  /**
   * An enumerator.
   *
   * @param detectors as they were saved, or submitted; null where they cannot change
   */
  EventTimeEnumerator(
      SplitEnumerator<S, C> splits,
      SplitEnumeratorContext<EventTimeSplit<S>> context,
      DetectorUpdates updates,
      AcceptedDetectors detectors) {
    this.splits = splits;
    this.context = context;
    this.updates = updates;
    this.detectors = detectors;
  }

  @Override
  public void start() {
    splits.start();
    if (detectors != null) {
      metrics = new DetectorFileMetrics(context.metricGroup());
      context.callAsync(this::look, this::looked, 0, updates.every().toMillis());
    }
  }

  private Optional<DetectorUpdates.Update> look() throws IOException {
    AcceptedDetectors now = detectors;
    return updates.look(now.all(), now.digest());
  }

  private void looked(Optional<DetectorUpdates.Update> update, Throwable problem) {
    metrics.refused(updates.refused());
    if (problem != null) {
      LOG.warn("the detector file could not be looked at; the detectors stay", problem);
    } else if (update.isPresent()) {
      accept(update.get());
    }
  }

  private void accept(DetectorUpdates.Update update) {
    AcceptedDetectors before = detectors;
    AcceptedDetectors now = before.accept(update);
    if (now.wanted().detectors().isEmpty()) {
      LOG.warn(
          "topic {} would have no detector any more, which needs a restart; the detectors stay",
          before.topic());
      return;
    }
    detectors = now;
    if (now.wanted() != before.wanted()) {
      LOG.info("other detectors of topic {}: version {}", now.topic(), now.wanted().version());
      context.registeredReaders().keySet().forEach(this::announce);
    }
  }

  private void announce(int subtask) {
    context.sendEventToSourceReader(subtask, new DetectorsAnnounced(detectors.wanted()));
  }

  @Override
  public void handleSplitRequest(int subtask, String requesterHostname) {
    splits.handleSplitRequest(subtask, requesterHostname);
  }

  @Override
  public void addSplitsBack(List<EventTimeSplit<S>> returned, int subtask) {
    // Splits only come back from before their first checkpoint, when they had no clock yet.
    splits.addSplitsBack(returned.stream().map(EventTimeSplit::split).toList(), subtask);
  }

  @Override
  public void addReader(int subtask) {
    splits.addReader(subtask);
    if (detectors != null) {
      announce(subtask);
    }
  }

  @Override
  public EventTimeCheckpoint<C> snapshotState(long checkpointId) throws Exception {
    return new EventTimeCheckpoint<>(splits.snapshotState(checkpointId), detectors);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    splits.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof DetectorsActive active) {
      detectors = detectors.activated(active.version());
    } else {
      splits.handleSourceEvent(subtask, event);
    }
  }

  @Override
  public void close() throws IOException {
    splits.close();
  }

  /** The detectors by which fresh splits are read; null where they cannot change. */
  DetectorSet active() {
    return detectors == null ? null : detectors.active();
  }
}
