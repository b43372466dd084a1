package io.anomalystack.job.ingest;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;

/** The wrapped source's enumerator, which knows its own splits only. */
record EventTimeEnumerator<S extends SourceSplit, C>(SplitEnumerator<S, C> splits)
    implements SplitEnumerator<EventTimeSplit<S>, C> {

  @Override
  public void start() {
    splits.start();
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
  }

  @Override
  public C snapshotState(long checkpointId) throws Exception {
    return splits.snapshotState(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    splits.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    splits.handleSourceEvent(subtask, event);
  }

  @Override
  public void close() throws IOException {
    splits.close();
  }
}
