package io.anomalystack.local.replay;

import io.anomalystack.job.decode.CsvRow;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.files.InputFormat;
import io.anomalystack.job.files.RecordReader;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.FileArguments;
import io.anomalystack.model.detector.Detector;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.io.compression.InflaterInputStreamFactory;
import org.apache.flink.connector.file.src.compression.StandardDeCompressors;

/**
 * The file that a replay reads.
 *
 * @param file a regular file
 * @param format how it is written
 */
public record ReplayInput(Path file, InputFormat format) {
  private static final int GZIP_MAGIC_1 = 0x1F;
  private static final int GZIP_MAGIC_2 = 0x8B;

  /**
   * The input that a user names.
   *
   * @param name a file, or {@code -}
   * @param format null to go by the name
   * @param standard standard input
   * @param scratch a directory for what can be read but once
   */
  public static ReplayInput named(
      String name, InputFormat format, InputStream standard, Path scratch) throws IOException {
    InputFormat known = format == null ? InputFormat.of(name) : format;
    if (FileArguments.isStandard(name)) {
      return spooled(standard, scratch, known);
    }
    Path file = Path.of(name);
    return Files.isRegularFile(file)
        ? new ReplayInput(file.toAbsolutePath(), known)
        : spooled(Files.newInputStream(file), scratch, known);
  }

  /**
   * Keeps a stream that can be read but once in a file.
   *
   * @param directory where the file lies
   */
  private static ReplayInput spooled(InputStream stream, Path directory, InputFormat format)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream);
    in.mark(2);
    boolean zipped = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
    in.reset();
    Path file = directory.resolve(zipped ? "input.gz" : "input");
    Files.copy(in, file);
    return new ReplayInput(file, format);
  }

  /**
   * The format as the decoder wants it: of CSV, the header is read; of lines, the detectors say it.
   *
   * @param detectors those of the topic that the file stands for
   */
  RecordFormat recordFormat(List<Detector> detectors) throws IOException, UsageException {
    if (format == InputFormat.JSON) {
      try {
        return RecordFormat.ofLines(detectors);
      } catch (IllegalArgumentException e) {
        throw new UsageException(e.getMessage());
      }
    }
    try (RecordReader records = format.reader(open())) {
      RawRecord header = records.next();
      if (header == null || header.value().length == 0) {
        throw new UsageException(
            "the CSV input has no header: its first line must name the columns");
      }
      return new RecordFormat.Csv(
          CsvRow.header(new String(header.value(), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private InputStream open() throws IOException {
    String name = file.getFileName().toString();
    InflaterInputStreamFactory<?> unzip = StandardDeCompressors.getDecompressorForFileName(name);
    InputStream in = Files.newInputStream(file);
    try {
      return unzip == null ? in : unzip.create(in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
