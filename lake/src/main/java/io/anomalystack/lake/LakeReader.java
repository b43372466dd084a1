package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Reads the decisions of a lake on this machine. */
public final class LakeReader {
  private final Path table;
  private final LocalDate first;
  private final LocalDate last;

  private LakeReader(Path table, LocalDate first, LocalDate last) {
    this.table = table;
    this.first = first;
    this.last = last;
  }

  /** Takes a decision. */
  public interface Taker {
    void take(Decision decision) throws IOException;
  }

  /** All of a lake; a directory without a table is an empty lake. */
  public static LakeReader of(Path lake) {
    return new LakeReader(lake.resolve(LakeLayout.TABLE), LocalDate.MIN, LocalDate.MAX);
  }

  /** Only decisions whose period starts on one of these days in UTC, both included. */
  public LakeReader between(LocalDate first, LocalDate last) {
    return new LakeReader(table, first, last);
  }

  /** The files, by day and name. */
  public List<Path> files() throws IOException {
    return LakeFiles.of(table, date -> !date.isBefore(first) && !date.isAfter(last));
  }

  /**
   * Hands on every row, by day, file, and the file's own order; a decision may be there more than
   * once ({@link DistinctDecisions}).
   */
  public void forEach(Taker taker) throws IOException {
    for (Path path : files()) {
      try (DecisionReader file = DecisionReader.open(path)) {
        for (Decision decision = file.next(); decision != null; decision = file.next()) {
          taker.take(decision);
        }
      }
    }
  }
}
