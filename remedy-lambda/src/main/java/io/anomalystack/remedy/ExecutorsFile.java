package io.anomalystack.remedy;

import io.anomalystack.model.config.ConfigFile;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.remedy.audit.AuditSettings;
import io.anomalystack.remedy.executor.ExecutorSettings;
import io.anomalystack.remedy.ledger.LedgerSettings;
import io.anomalystack.remedy.ledger.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What may be done, and how: the executors' file.
 *
 * @param audit where it is written down what was done; empty where whoever runs this says so
 * @param ledger where it is kept what was begun
 * @param limit how much is done at most, of all remedies together
 * @param maxAge a remedy that was requested longer ago is not executed; empty for no limit
 * @param approvalExpiresAfter a remedy that was up for approval longer ago is not executed; empty
 *     for no limit
 * @param executors by their names, at least one
 */
public record ExecutorsFile(
    Optional<AuditSettings> audit,
    LedgerSettings ledger,
    Limit limit,
    Optional<Duration> maxAge,
    Optional<Duration> approvalExpiresAfter,
    Map<String, ExecutorSettings> executors) {
  /** Copies the map. */
  public ExecutorsFile {
    executors = Map.copyOf(executors);
  }

  /**
   * Reads a configuration.
   *
   * @param text YAML or JSON
   * @param directory what paths in it are relative to
   * @throws InvalidConfigException with every problem at once
   */
  public static ExecutorsFile read(String text, Path directory) throws InvalidConfigException {
    return ConfigFile.read(
        text,
        "remedy",
        ExecutorsFileReader.KNOWN,
        settings -> new ExecutorsFileReader(directory).read(settings));
  }

  /** The same with another ledger. */
  public ExecutorsFile with(LedgerSettings ledger) {
    return new ExecutorsFile(
        audit, ledger, limit, maxAge, approvalExpiresAfter, new LinkedHashMap<>(executors));
  }
}
