package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the decisions of a lake on this machine. */
public final class LakeReader {
  private final Path table;
  private final LocalDate first;
  private final LocalDate last;
  private final boolean distinct;

  private LakeReader(Path table, LocalDate first, LocalDate last, boolean distinct) {
    this.table = table;
    this.first = first;
    this.last = last;
    this.distinct = distinct;
  }

  /** Takes a decision. */
  public interface Taker {
    void take(Decision decision) throws IOException;
  }

  /** All of a lake; a directory without a table is an empty lake. */
  public static LakeReader of(Path lake) {
    return new LakeReader(lake.resolve(LakeLayout.TABLE), LocalDate.MIN, LocalDate.MAX, false);
  }

  /** Only decisions whose period starts on one of these days in UTC, both included. */
  public LakeReader between(LocalDate first, LocalDate last) {
    return new LakeReader(table, first, last, distinct);
  }

  /**
   * The first only of decisions with one id. They lie in one partition, which is what the memory
   * needed grows with.
   */
  public LakeReader distinct() {
    return new LakeReader(table, first, last, true);
  }

  /** The files, by day and name. */
  public List<Path> files() throws IOException {
    return LakeFiles.of(table, date -> !date.isBefore(first) && !date.isAfter(last));
  }

  /** Hands on every decision, by day, file, and the file's own order. */
  public void forEach(Taker taker) throws IOException {
    Path partition = null;
    Set<String> seen = new HashSet<>();
    for (Path path : files()) {
      if (!path.getParent().equals(partition)) {
        partition = path.getParent();
        seen.clear();
      }
      try (DecisionReader file = DecisionReader.open(path)) {
        for (Decision decision = file.next(); decision != null; decision = file.next()) {
          if (!distinct || seen.add(decision.decisionId())) {
            taker.take(decision);
          }
        }
      }
    }
  }
}
