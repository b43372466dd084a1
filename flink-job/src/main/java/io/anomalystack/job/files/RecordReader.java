package io.anomalystack.job.files;

import io.anomalystack.job.ingest.RawRecord;
import java.io.Closeable;
import java.io.IOException;

/** The records of a file, one after the other. */
public interface RecordReader extends Closeable {
  /** The next record, whose offset is the 0-based index of its first line; null at the end. */
  RawRecord next() throws IOException;
}
