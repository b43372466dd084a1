package io.anomalystack.job.files;

import java.io.InputStream;
import java.util.Locale;

/** How a file of records is written. */
public enum InputFormat {
  /** JSON Lines: one JSON object a line. */
  JSON,
  /** CSV with a header. */
  CSV;

  /** The format that a file's name says: CSV, gzipped or not, if it says so, else JSON Lines. */
  public static InputFormat of(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).matches(".*\\.csv(\\.[a-z0-9]+)?") ? CSV : JSON;
  }

  /** Reads the records of a stream; of CSV, the first is the header. */
  public RecordReader reader(InputStream in) {
    LineReader lines = new LineReader(in);
    return this == CSV ? new CsvReader(lines) : lines;
  }
}
