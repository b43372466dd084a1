package io.anomalystack.local.replay;

import java.io.InputStream;
import java.util.Locale;

/** How the input of a replay is written. */
public enum InputFormat {
  /** JSON Lines: one JSON object a line. */
  JSON,
  /** CSV with a header. */
  CSV;

  /** The format that a file's name says: CSV, gzipped or not, if it says so, else JSON Lines. */
  public static InputFormat of(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).matches(".*\\.csv(\\.[a-z0-9]+)?") ? CSV : JSON;
  }

  RecordReader reader(InputStream in) {
    LineReader lines = new LineReader(in);
    return this == CSV ? new CsvReader(lines) : lines;
  }
}
