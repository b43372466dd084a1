package io.anomalystack.notifier.ledger;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.secrets.AwsAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where it is kept what was delivered.
 *
 * @param table a DynamoDB table's name or ARN; empty for this process's memory
 * @param keep for how long
 */
public record LedgerSettings(Optional<String> table, Duration keep) {
  private static final Duration DEFAULT_KEEP = Duration.ofDays(8);

  /** In this process's memory. */
  public static final LedgerSettings MEMORY = new LedgerSettings(Optional.empty(), DEFAULT_KEEP);

  private static final List<String> KNOWN = List.of("table", "keep");
  private static final Pattern TABLE =
      Pattern.compile(
          "[A-Za-z0-9_.-]{3,255}|arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}");

  /** The settings; empty if a problem was reported. */
  public static Optional<LedgerSettings> read(Setting setting) {
    return Settings.of(setting, KNOWN)
        .map(
            settings ->
                new LedgerSettings(
                    settings.required("table").flatMap(LedgerSettings::table),
                    settings
                        .optional("keep")
                        .flatMap(keep -> keep.duration(Duration.ofHours(1), Duration.ofDays(365)))
                        .orElse(DEFAULT_KEEP)));
  }

  private static Optional<String> table(Setting setting) {
    Optional<String> name = setting.text();
    if (name.isPresent() && !TABLE.matcher(name.get()).matches()) {
      setting.reject("must be the name or ARN of a DynamoDB table");
      return Optional.empty();
    }
    return name;
  }

  /** The ledger; nothing is connected yet. */
  public Ledger open(AwsAccess aws) {
    Ledger memory = new MemoryLedger();
    return table
        .map(
            name ->
                (Ledger)
                    new LayeredLedger(
                        memory, DynamoLedger.open(name, keep, aws, Clock.systemUTC())))
        .orElse(memory);
  }
}
