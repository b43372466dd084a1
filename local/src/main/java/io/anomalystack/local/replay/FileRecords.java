package io.anomalystack.local.replay;

import io.anomalystack.job.files.InputFormat;
import io.anomalystack.job.files.RecordReader;
import io.anomalystack.job.ingest.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;

/** The records of a file as Flink's file source reads them: from the beginning, in order. */
final class FileRecords extends SimpleStreamFormat<RawRecord> {
  private final InputFormat format;

  private FileRecords(InputFormat format) {
    this.format = format;
  }

  /** A source of the file's records; it is unzipped if its name says that it is zipped. */
  static FileSource<RawRecord> source(Path file, InputFormat format) {
    return FileSource.forRecordStreamFormat(
            new FileRecords(format), org.apache.flink.core.fs.Path.fromLocalFile(file.toFile()))
        // Flink's own would pass over a file whose name begins with a dot or an underscore.
        .setFileEnumerator(() -> new NonSplittingRecursiveEnumerator(path -> true))
        .build();
  }

  @Override
  public StreamFormat.Reader<RawRecord> createReader(
      Configuration configuration, FSDataInputStream stream) throws IOException {
    RecordReader records = format.reader(stream);
    if (format == InputFormat.CSV) {
      // The header, which the decoder knows already.
      records.next();
    }
    return new Reader(records);
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }

  private record Reader(RecordReader records) implements StreamFormat.Reader<RawRecord> {
    @Override
    public RawRecord read() throws IOException {
      return records.next();
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
