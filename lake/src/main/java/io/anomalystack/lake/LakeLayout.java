package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Where in a lake a decision lies: {@code decisions/date=2024-08-29/}, by its period's start. */
public final class LakeLayout {
  /** The table's folder in a lake. */
  public static final String TABLE = "decisions";

  /** Complete files end in this. */
  public static final String SUFFIX = ".parquet";

  private static final String PARTITION = "date=";

  private LakeLayout() {}

  /** The folder of a decision within the table: {@code date=2024-08-29}, the day in UTC. */
  public static String partition(Decision decision) {
    return partition(date(decision));
  }

  /** The folder of a day within the table. */
  public static String partition(LocalDate date) {
    return PARTITION + date;
  }

  /** The day in UTC on which a decision's period starts. */
  public static LocalDate date(Decision decision) {
    return LocalDate.ofInstant(
        Instant.ofEpochMilli(decision.detectionPeriodStart()), ZoneOffset.UTC);
  }

  /** The day of a file of the table, {@code yyyy-mm-dd}, as its folder says. */
  public static String day(Path file) {
    return file.getParent().getFileName().toString().substring(PARTITION.length());
  }

  /** Whether every engine that reads the lake takes a file of this name for one of the table. */
  public static boolean isComplete(String file) {
    return file.endsWith(SUFFIX) && !file.startsWith(".") && !file.startsWith("_");
  }

  /** The day of a folder within the table, if it is a partition. */
  public static Optional<LocalDate> dateOf(String folder) {
    if (!folder.startsWith(PARTITION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(folder.substring(PARTITION.length())));
    } catch (DateTimeException somethingElse) {
      return Optional.empty();
    }
  }
}
