package io.anomalystack.testdata;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The files of this module, by their path in its folder; on the class path wherever it is. */
public final class BundledFiles {
  /** Two days and two hours of sales, as JSON Lines, gzipped. */
  public static final String ANYBOOKS_STREAM = "streams/anybooks.jsonl.gz";

  /** What is wrong in {@link #ANYBOOKS_STREAM}. */
  public static final String ANYBOOKS_LABELS = "labels/anybooks.csv";

  /** The detector for {@link #ANYBOOKS_STREAM} and {@link #BAD_RECORDS}. */
  public static final String ANYBOOKS_DETECTORS = "detectors/anybooks.yaml";

  /** A small training run with faults in it, step by step, as JSON Lines, gzipped. */
  public static final String TRAINING_STREAM = "streams/training-run.jsonl.gz";

  /** What was done to {@link #TRAINING_STREAM}. */
  public static final String TRAINING_LABELS = "labels/training-run.csv";

  /** A training run to which nothing was done. */
  public static final String TRAINING_CONTROL = "streams/training-control.jsonl.gz";

  /** The detectors for training runs, whatever wrote their log. */
  public static final String TRAINING_DETECTORS = "detectors/training.yaml";

  /** Good and bad records in turn, as JSON Lines. */
  public static final String BAD_RECORDS = "bad-records/bad-records.jsonl";

  static final String BAD_RECORDS_TABLE = "bad-records/README.md";

  private static final String FOLDER_ON_CLASS_PATH = "/anomaly-testdata/";

  private BundledFiles() {}

  /**
   * Opens a file, unzipped if its name ends in {@code .gz}.
   *
   * @param path in this module's folder, such as {@link #ANYBOOKS_STREAM}
   */
  public static InputStream open(String path) throws IOException {
    InputStream file = BundledFiles.class.getResourceAsStream(FOLDER_ON_CLASS_PATH + path);
    if (file == null) {
      throw new FileNotFoundException(path + ": no such file in the test data");
    }
    return path.endsWith(".gz") ? new GZIPInputStream(file) : file;
  }

  /** The text of a file, unzipped. */
  public static String read(String path) throws IOException {
    try (InputStream file = open(path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What each generated file must hold, before it is zipped, by path. */
  static Map<String, byte[]> generate() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ANYBOOKS_STREAM, anyBooksStream());
    files.put(ANYBOOKS_LABELS, anyBooksLabels().getBytes(StandardCharsets.UTF_8));
    files.put(BAD_RECORDS, BadRecordFiles.lines().getBytes(StandardCharsets.UTF_8));
    files.put(BAD_RECORDS_TABLE, BadRecordFiles.table().getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private static byte[] anyBooksStream() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      AnyBooks.BUNDLED.writeTo(writer);
    }
    return bytes.toByteArray();
  }

  private static String anyBooksLabels() {
    return AnyBooks.BUNDLED.labels().stream()
        .map(window -> window.toCsv() + "\n")
        .collect(Collectors.joining("", LabelledWindow.CSV_HEADER + "\n", ""));
  }
}
