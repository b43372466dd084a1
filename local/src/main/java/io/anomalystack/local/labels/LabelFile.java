package io.anomalystack.local.labels;

import io.anomalystack.job.decode.CsvRow;
import io.anomalystack.job.files.InputFormat;
import io.anomalystack.job.files.RecordReader;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a labels file: CSV with the columns {@code start} and {@code end}, and, as far as wanted,
 * dimensions, {@code detector}, {@code measure} and {@code kind}. An empty cell says nothing, and
 * the spaces around a cell are no part of it. Blank lines are passed over.
 */
public final class LabelFile {
  private LabelFile() {}

  /**
   * Reads and checks a file.
   *
   * @param detectors whose dimensions and measures the columns may name
   * @throws UsageException with every problem, each with its line
   */
  public static Labels read(Path file, List<Detector> detectors)
      throws IOException, UsageException {
    try (InputStream in = Files.newInputStream(file);
        RecordReader rows = InputFormat.CSV.reader(in)) {
      return read(file.toString(), rows, detectors);
    }
  }

  private static Labels read(String name, RecordReader rows, List<Detector> detectors)
      throws IOException, UsageException {
    Problems problems = new Problems(name);
    RawRecord first = rows.next();
    if (first == null || isBlank(first)) {
      problems.add(1, List.of("no header: the first line must name the columns, start,end,..."));
      throw problems.exception();
    }
    List<String> header = cells(first, problems);
    LabelColumns columns = new LabelColumns(header, detectors);
    problems.add(1, columns.problems());
    if (problems.any()) {
      throw problems.exception();
    }
    List<Label> labels = new ArrayList<>();
    for (RawRecord row = rows.next(); row != null; row = rows.next()) {
      if (!isBlank(row)) {
        List<String> found = new ArrayList<>();
        List<String> cells = cells(row, problems);
        if (!cells.isEmpty()) {
          labels.add(columns.label(line(row), cells, found));
          problems.add(line(row), found);
        }
      }
    }
    if (problems.any()) {
      throw problems.exception();
    }
    return distinct(labels, columns.ignored());
  }

  private static Labels distinct(List<Label> labels, List<String> ignored) {
    Set<Label> seen = new HashSet<>();
    List<Label> distinct = new ArrayList<>();
    for (Label label : labels) {
      if (seen.add(label.atLine(0))) {
        distinct.add(label);
      }
    }
    distinct.sort(Comparator.comparingLong(Label::start).thenComparingInt(Label::line));
    return new Labels(distinct, labels.size() - distinct.size(), ignored);
  }

  /** The cells of a row; none, and a problem more, where it cannot be read. */
  private static List<String> cells(RawRecord row, Problems problems) {
    try {
      return List.of(CsvRow.header(text(row)));
    } catch (IllegalArgumentException e) {
      problems.add(
          line(row), List.of("not a row of CSV: a quote is not closed, or closed too soon"));
      return List.of();
    }
  }

  private static boolean isBlank(RawRecord row) {
    return text(row).isBlank();
  }

  private static String text(RawRecord row) {
    return new String(row.value(), StandardCharsets.UTF_8);
  }

  private static int line(RawRecord row) {
    return Math.toIntExact(row.offset() + 1);
  }

  /** What is wrong with a file, told at once. */
  private static final class Problems {
    /** More than a screen of them help nobody. */
    private static final int MOST = 50;

    private final String file;
    private final List<String> messages = new ArrayList<>();

    Problems(String file) {
      this.file = file;
    }

    void add(int line, List<String> found) {
      found.forEach(problem -> messages.add("line " + line + ": " + problem));
    }

    boolean any() {
      return !messages.isEmpty();
    }

    UsageException exception() {
      List<String> shown = messages.subList(0, Math.min(MOST, messages.size()));
      return new UsageException(
          messages.size()
              + (messages.size() == 1 ? " problem" : " problems")
              + " in labels "
              + file
              + ":\n  - "
              + String.join("\n  - ", shown)
              + (shown.size() < messages.size()
                  ? "\n  ... and " + (messages.size() - shown.size()) + " more"
                  : ""));
    }
  }
}
