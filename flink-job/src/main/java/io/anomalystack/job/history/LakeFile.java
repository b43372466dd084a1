package io.anomalystack.job.history;

import io.anomalystack.lake.DecisionReader;
import java.io.IOException;
import java.util.Set;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Binary;

/** A file of the lake, read through Flink's file systems. */
record LakeFile(FileStatus file) implements InputFile {
  private static final String DETECTOR = "detector_name";

  /** What makes a point. */
  private static final Set<String> COLUMNS =
      Set.of(
          DETECTOR,
          "timeseries_id",
          "aggregated_measure_value",
          "detection_period_start_time",
          "detection_period_end_time",
          "filled",
          "partial",
          "record_time",
          "sequence",
          "measures");

  /** Opens the columns that make a point. */
  DecisionReader points() throws IOException {
    return DecisionReader.open(this, COLUMNS);
  }

  /**
   * Whether it may hold decisions of a detector, as far as the least and the greatest name in it
   * tell. Reads next to nothing.
   */
  boolean mayHold(String detector) throws IOException {
    Binary name = Binary.fromString(detector);
    try (ParquetFileReader footer =
        ParquetFileReader.open(
            this, ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      return footer.getRowGroups().stream().anyMatch(rows -> mayHold(rows, name));
    } catch (RuntimeException e) { // what Parquet throws where a file is none of its own
      throw new IOException(this + ": not a Parquet file: " + e.getMessage(), e);
    }
  }

  private static boolean mayHold(BlockMetaData rows, Binary name) {
    for (ColumnChunkMetaData column : rows.getColumns()) {
      if (column.getPath().toDotString().equals(DETECTOR)) {
        @SuppressWarnings("unchecked") // as is any text's
        Statistics<Binary> names = column.getStatistics();
        return names == null
            || !names.hasNonNullValue()
            || (names.compareMinToValue(name) <= 0 && names.compareMaxToValue(name) >= 0);
      }
    }
    return false;
  }

  @Override
  public long getLength() {
    return file.getLen();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return new Stream(file.getPath().getFileSystem().open(file.getPath()));
  }

  @Override
  public String toString() {
    return file.getPath().toString();
  }

  /** Flink's stream as Parquet knows one. */
  private static final class Stream extends DelegatingSeekableInputStream {
    private final FSDataInputStream in;

    Stream(FSDataInputStream in) {
      super(in);
      this.in = in;
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }
  }
}
