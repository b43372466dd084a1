package io.anomalystack.job.decode;

import io.anomalystack.model.RejectionReason;
import java.util.ArrayList;
import java.util.List;

/** One row of CSV (RFC 4180): cells between commas, quoted where they hold commas or quotes. */
public final class CsvRow {
  private CsvRow() {}

  /** The names in a header, without a byte order mark and the spaces around them. */
  public static String[] header(String line) {
    try {
      return split(line.startsWith("\uFEFF") ? line.substring(1) : line).stream()
          .map(String::strip)
          .toArray(String[]::new);
    } catch (UnreadableRecordException e) {
      throw new IllegalArgumentException("the CSV header cannot be read: " + e.getMessage());
    }
  }

  static List<String> split(String row) throws UnreadableRecordException {
    List<String> cells = new ArrayList<>();
    int at = 0;
    while (true) {
      if (at < row.length() && row.charAt(at) == '"') {
        StringBuilder cell = new StringBuilder();
        at = quoted(row, at + 1, cell);
        cells.add(cell.toString());
      } else {
        int comma = row.indexOf(',', at);
        int end = comma < 0 ? row.length() : comma;
        cells.add(row.substring(at, end));
        at = end;
      }
      if (at == row.length()) {
        return cells;
      }
      at++;
    }
  }

  /**
   * Reads a quoted cell from behind its opening quote; returns the place of the comma behind it.
   */
  private static int quoted(String row, int from, StringBuilder cell)
      throws UnreadableRecordException {
    int at = from;
    while (true) {
      int quote = row.indexOf('"', at);
      if (quote < 0) {
        throw malformed("the quoted cell at character " + (from - 1) + " is not closed");
      }
      cell.append(row, at, quote);
      at = quote + 1;
      if (at == row.length() || row.charAt(at) == ',') {
        return at;
      }
      if (row.charAt(at) != '"') {
        throw malformed("text behind the quoted cell at character " + at);
      }
      cell.append('"');
      at++;
    }
  }

  private static UnreadableRecordException malformed(String detail) {
    return new UnreadableRecordException(RejectionReason.MALFORMED_CSV, detail);
  }
}
