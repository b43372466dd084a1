package io.anomalystack.remedy.ledger;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.secrets.AwsAccess;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where it is kept what was begun; without table and file in this process's memory.
 *
 * @param table a DynamoDB table's name or ARN
 * @param file a file of this machine
 * @param keep how long a table keeps it
 */
public record LedgerSettings(Optional<String> table, Optional<Path> file, Duration keep) {
  private static final Duration DEFAULT_KEEP = Duration.ofDays(30);

  /** In this process's memory. */
  public static final LedgerSettings MEMORY =
      new LedgerSettings(Optional.empty(), Optional.empty(), DEFAULT_KEEP);

  private static final List<String> KNOWN = List.of("table", "file", "keep");
  private static final Pattern TABLE =
      Pattern.compile(
          "[A-Za-z0-9_.-]{3,255}|arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}");

  /** A file of this machine. */
  public static LedgerSettings file(Path path) {
    return new LedgerSettings(Optional.empty(), Optional.of(path), DEFAULT_KEEP);
  }

  /**
   * The settings; empty if a problem was reported.
   *
   * @param directory what a file's path is relative to
   */
  public static Optional<LedgerSettings> read(Setting setting, Path directory) {
    return Settings.of(setting, KNOWN)
        .map(
            settings -> {
              Optional<Setting> table = settings.optional("table");
              Optional<Setting> file = settings.optional("file");
              if (table.isPresent() == file.isPresent() && !settings.isEmpty()) {
                setting.report("must name either a table or a file");
              }
              return new LedgerSettings(
                  table.flatMap(LedgerSettings::table),
                  file.flatMap(path -> path(path, directory)),
                  settings
                      .optional("keep")
                      .flatMap(keep -> keep.duration(Duration.ofDays(1), Duration.ofDays(3650)))
                      .orElse(DEFAULT_KEEP));
            });
  }

  private static Optional<String> table(Setting setting) {
    Optional<String> name = setting.text();
    if (name.isPresent() && !TABLE.matcher(name.get()).matches()) {
      setting.reject("must be the name or ARN of a DynamoDB table");
      return Optional.empty();
    }
    return name;
  }

  private static Optional<Path> path(Setting setting, Path directory) {
    try {
      return setting.text().map(text -> directory.resolve(text).toAbsolutePath());
    } catch (InvalidPathException e) {
      setting.reject("must be a file's path");
      return Optional.empty();
    }
  }

  /** Whether it ends with the process. */
  public boolean isMemory() {
    return table.isEmpty() && file.isEmpty();
  }

  /** The ledger; a table is not connected yet. */
  public Ledger open(AwsAccess aws) {
    if (table.isPresent()) {
      return DynamoLedger.open(table.get(), keep, aws, Clock.systemUTC());
    }
    return file.isPresent() ? new FileLedger(file.get()) : new MemoryLedger();
  }
}
