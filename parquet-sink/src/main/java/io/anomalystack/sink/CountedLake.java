package io.anomalystack.sink;

import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.TaskMetrics;
import io.anomalystack.model.Decision;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Flink's sink of files, and what it writes counted. State, committables and topology are those of
 * the sink inside.
 */
record CountedLake(FileSink<Decision> files)
    implements Sink<Decision>,
        SupportsWriterState<Decision, FileWriterBucketState>,
        SupportsWriterState.WithCompatibleState,
        SupportsCommitter<FileSinkCommittable>,
        SupportsPreCommitTopology<FileSinkCommittable, FileSinkCommittable> {

  @Override
  public Writer createWriter(WriterInitContext context) throws IOException {
    return new Writer(files.createWriter(context), context.metricGroup());
  }

  @Override
  public Writer restoreWriter(
      WriterInitContext context, Collection<FileWriterBucketState> recovered) throws IOException {
    return new Writer(files.restoreWriter(context, recovered), context.metricGroup());
  }

  @Override
  public SimpleVersionedSerializer<FileWriterBucketState> getWriterStateSerializer() {
    return files.getWriterStateSerializer();
  }

  @Override
  public Collection<String> getCompatibleWriterStateNames() {
    return files.getCompatibleWriterStateNames();
  }

  @Override
  public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    return files.createCommitter(context);
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
    return files.getCommittableSerializer();
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getWriteResultSerializer() {
    return files.getWriteResultSerializer();
  }

  @Override
  public DataStream<CommittableMessage<FileSinkCommittable>> addPreCommitTopology(
      DataStream<CommittableMessage<FileSinkCommittable>> committables) {
    return files.addPreCommitTopology(committables);
  }

  /** Writes, and counts rows as they come and files as they are finished. */
  static final class Writer
      implements StatefulSinkWriter<Decision, FileWriterBucketState>,
          CommittingSinkWriter<Decision, FileSinkCommittable> {
    private final FileWriter<Decision> files;
    private final Counter rows;
    private final Counter finished;

    Writer(FileWriter<Decision> files, MetricGroup group) {
      this.files = files;
      TaskMetrics metrics = new TaskMetrics(group);
      rows = metrics.counter(JobMetric.ROWS_WRITTEN);
      metrics.meter(JobMetric.ROWS_WRITTEN_PER_SECOND, rows);
      finished = metrics.counter(JobMetric.FILES_WRITTEN);
    }

    @Override
    public void write(Decision decision, Context context) throws IOException, InterruptedException {
      files.write(decision, context);
      rows.inc();
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      files.flush(endOfInput);
    }

    @Override
    public Collection<FileSinkCommittable> prepareCommit() throws IOException {
      Collection<FileSinkCommittable> committables = files.prepareCommit();
      finished.inc(committables.stream().filter(FileSinkCommittable::hasPendingFile).count());
      return committables;
    }

    @Override
    public List<FileWriterBucketState> snapshotState(long checkpointId) throws IOException {
      return files.snapshotState(checkpointId);
    }

    @Override
    public void close() {
      files.close();
    }
  }
}
