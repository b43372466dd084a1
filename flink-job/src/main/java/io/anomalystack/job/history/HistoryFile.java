package io.anomalystack.job.history;

import io.anomalystack.job.decode.CsvRow;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.job.files.InputFormat;
import io.anomalystack.job.files.RecordReader;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.windowing.PastPeriods;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of a detector's past records, as in its topic: JSON Lines, or CSV with a header if its
 * name says so, either gzipped if its name ends in {@code .gz}. It is read through Flink's file
 * systems, so that it may lie wherever the cluster can read.
 */
final class HistoryFile implements PastSource {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);

  private final Detector detector;
  private final Path path;

  /**
   * The file that a detector names.
   *
   * @param detector with {@code history: {file: …}}
   */
  HistoryFile(Detector detector) {
    this.detector = detector;
    this.path = new Path(detector.history().file());
  }

  @Override
  public void check() {
    try (InputStream in = open()) {
      in.read();
      if (InputFormat.of(path.getName()) == InputFormat.JSON) {
        lines();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public PastPoints read(Predicate<String> wanted, TopicDecoder.WallClock wallClock) {
    PastPoints points = new PastPoints();
    PastPeriods periods =
        new PastPeriods(
            detector,
            wanted,
            point -> {
              if (wanted.test(point.timeseriesId())) {
                points.add(point);
              }
            });
    Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
    long count = 0;
    try (InputStream in = open()) {
      InputFormat format = InputFormat.of(path.getName());
      RecordReader records = format.reader(in);
      TopicDecoder decoder =
          new TopicDecoder(
              detector.topic(), List.of(detector), recordFormat(format, records), wallClock);
      for (RawRecord record = records.next(); record != null; record = records.next()) {
        count++;
        Decoded decoded = decoder.decode(record);
        periods.add(decoded);
        for (RejectedRecord refused : decoded.rejected()) {
          rejected.merge(refused.reason(), 1L, Long::sum);
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
    periods.end();
    points.end();
    report(count, points.series(), rejected);
    return points;
  }

  private InputStream open() throws IOException {
    InputStream in = path.getFileSystem().open(path);
    if (!path.getName().toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return in;
    }
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Reads the header where there is one. */
  private RecordFormat recordFormat(InputFormat format, RecordReader records) throws IOException {
    if (format == InputFormat.JSON) {
      return lines();
    }
    RawRecord header = records.next();
    if (header == null || header.value().length == 0) {
      throw new IOException("the CSV has no header: its first line must name the columns");
    }
    try {
      return new RecordFormat.Csv(
          CsvRow.header(new String(header.value(), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private RecordFormat lines() throws IOException {
    try {
      return RecordFormat.ofLines(List.of(detector));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void report(long count, int series, Map<RejectionReason, Long> rejected) {
    if (rejected.isEmpty()) {
      LOG.info("history of detector '{}': {} records, {} series", detector.name(), count, series);
      return;
    }
    LOG.warn(
        "history of detector '{}': {} records, {} series; not counted: {}",
        detector.name(),
        count,
        series,
        rejected.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ")));
  }

  private HistoryException failure(IOException cause) {
    return new HistoryException(
        "history of detector '%s' cannot be read from %s: %s"
            .formatted(detector.name(), path, cause.getMessage()));
  }
}
