package io.anomalystack.job.files;

import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.model.RejectedRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Reads CSV rows as records, the header included. A quoted cell may span lines.
 *
 * <p>A quote that is never closed would swallow the rest of the file. So where a row would grow
 * beyond what is accepted, its first line is taken for a row of its own, to be rejected, and the
 * lines behind it are read afresh.
 */
final class CsvReader implements RecordReader {
  private final RecordReader lines;
  private final Deque<RawRecord> takenBack = new ArrayDeque<>();

  CsvReader(RecordReader lines) {
    this.lines = lines;
  }

  @Override
  public RawRecord next() throws IOException {
    RawRecord first = line();
    if (first == null || !isOpenAfter(first.value(), false)) {
      return first;
    }
    List<RawRecord> row = new ArrayList<>(List.of(first));
    int bytes = first.value().length;
    boolean open = true;
    while (open) {
      RawRecord next = line();
      if (next != null) {
        row.add(next);
        bytes += 1 + next.value().length;
      }
      if (next == null || bytes > RejectedRecord.MAX_RECORD_BYTES) {
        takeBack(row.subList(1, row.size()));
        return first;
      }
      open = isOpenAfter(next.value(), true);
    }
    return joined(row, bytes);
  }

  private RawRecord line() throws IOException {
    return takenBack.isEmpty() ? lines.next() : takenBack.poll();
  }

  private void takeBack(List<RawRecord> unread) {
    for (int i = unread.size() - 1; i >= 0; i--) {
      takenBack.addFirst(unread.get(i));
    }
  }

  private static RawRecord joined(List<RawRecord> row, int bytes) {
    byte[] value = new byte[bytes];
    int at = 0;
    for (Iterator<RawRecord> lines = row.iterator(); lines.hasNext(); ) {
      byte[] line = lines.next().value();
      System.arraycopy(line, 0, value, at, line.length);
      at += line.length;
      if (lines.hasNext()) {
        value[at++] = '\n';
      }
    }
    return new RawRecord(0, row.get(0).offset(), RawRecord.NO_TIMESTAMP, value);
  }

  /**
   * Whether a quoted cell goes on behind a line.
   *
   * @param open whether one did at its beginning
   */
  static boolean isOpenAfter(byte[] line, boolean open) {
    boolean quoted = open;
    boolean atCellStart = !open;
    for (int i = 0; i < line.length; i++) {
      byte b = line[i];
      if (!quoted) {
        // Only at the start of a cell does a quote open one: 5" is a cell, too.
        quoted = atCellStart && b == '"';
        atCellStart = b == ',';
      } else if (b == '"') {
        boolean doubled = i + 1 < line.length && line[i + 1] == '"';
        quoted = doubled;
        i += doubled ? 1 : 0;
      }
    }
    return quoted;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
