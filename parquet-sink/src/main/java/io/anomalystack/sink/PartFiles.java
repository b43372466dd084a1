package io.anomalystack.sink;

import io.anomalystack.lake.DecisionFile;
import io.anomalystack.model.Decision;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * The files that one task writes at a time, one for each day, and when each ends: with a
 * checkpoint, when it is large, or when all of them together hold too much in memory. That its day
 * is quiet ends no file: its rows would be seen no sooner, and memory is bounded without.
 *
 * <p>Parquet gathers a whole row group before it writes it. A topic that is read from its beginning
 * has as many days open as lie mingled in it; without a bound, a year would need 365 row groups.
 */
final class PartFiles implements BulkWriter.Factory<Decision> {
  /** What engines read best in one go. */
  static final long MAX_FILE_BYTES = 128L << 20;

  /** What the files of one task may hold in memory together. */
  static final long MAX_HELD_BYTES = 256L << 20;

  /** Fewer rows than these are no file, whatever is held: files would be without number. */
  static final int MIN_ROWS = 1_000;

  /** What a file holds that has hardly a row, measured: buffers of all its columns. */
  static final long HELD_BY_ANY_FILE = 512L << 10;

  /** What is held for each byte that Parquet owns up to, measured. */
  private static final int HELD_PER_BYTE = 2;

  /** Asking Parquet how much it holds takes as long as a tenth of a row. */
  private static final int ROWS_PER_LOOK = 16;

  private final long maxHeldBytes;
  private final int minRows;
  private transient Map<Long, PartFile> open;
  private transient long held;

  /** Files of one task. */
  PartFiles() {
    this(MAX_HELD_BYTES, MIN_ROWS);
  }

  /**
   * Files of one task.
   *
   * @param maxHeldBytes what they may hold in memory together, about
   * @param minRows of a file that has to make room
   */
  PartFiles(long maxHeldBytes, int minRows) {
    this.maxHeldBytes = maxHeldBytes;
    this.minRows = minRows;
  }

  @Override
  public BulkWriter<Decision> create(FSDataOutputStream stream) throws IOException {
    return new PartFile(stream);
  }

  /** When files end, as they themselves know it. */
  CheckpointRollingPolicy<Decision, String> rolling() {
    return new Rolling(this);
  }

  private Map<Long, PartFile> open() {
    if (open == null) {
      open = new HashMap<>();
    }
    return open;
  }

  /** What the open files hold in memory, about. */
  long heldBytes() {
    return held;
  }

  /**
   * Whether a day's file has to make room: all hold too much, and this one no less than others. So
   * whoever keeps writing gives way, and files stay as large as they can be.
   */
  private boolean mustMakeRoom(long day) {
    if (held <= maxHeldBytes) {
      return false;
    }
    PartFile file = open().get(day);
    return file != null && file.rows >= minRows && file.held >= held / open().size();
  }

  private static final class Rolling extends CheckpointRollingPolicy<Decision, String> {
    private final PartFiles files;

    Rolling(PartFiles files) {
      this.files = files;
    }

    @Override
    public boolean shouldRollOnEvent(PartFileInfo<String> part, Decision decision)
        throws IOException {
      return part.getSize() >= MAX_FILE_BYTES || files.mustMakeRoom(DayBuckets.day(decision));
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo<String> part, long now) {
      return false;
    }
  }

  /** A file that is being written. */
  private final class PartFile implements BulkWriter<Decision> {
    private final FSDataOutputStream stream;
    private final BulkWriter<Decision> writer;
    private ParquetWriter<Decision> parquet;
    private Long day;
    private int rows;
    private long held;

    PartFile(FSDataOutputStream stream) throws IOException {
      this.stream = stream;
      this.writer =
          new ParquetWriterFactory<Decision>(file -> parquet = DecisionFile.write(file))
              .create(stream);
    }

    @Override
    public void addElement(Decision decision) throws IOException {
      if (day == null) {
        // A file's rows are all of one day.
        day = DayBuckets.day(decision);
        open().put(day, this);
      }
      writer.addElement(decision);
      if (rows++ % ROWS_PER_LOOK == 0) {
        long gathered = parquet.getDataSize() - stream.getPos();
        hold(HELD_BY_ANY_FILE + HELD_PER_BYTE * gathered);
      }
    }

    private void hold(long bytes) {
      PartFiles.this.held += bytes - held;
      held = bytes;
    }

    @Override
    public void flush() throws IOException {
      writer.flush();
    }

    @Override
    public void finish() throws IOException {
      writer.finish();
      hold(0);
      open().remove(day, this);
    }
  }
}
