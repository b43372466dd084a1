package io.anomalystack.ingestion.config;

import io.anomalystack.model.config.ConfigFile;
import io.anomalystack.model.config.InvalidConfigException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is read, where it goes and in what portions.
 *
 * @param source its name; what has been published is kept under it
 * @param batchRows most rows of one transaction, all of which are held in memory
 * @param stopBefore how long before its time runs out an invocation begins no other batch
 */
public record IngestionConfig(
    String source,
    DatabaseConfig database,
    TableConfig table,
    KafkaConfig kafka,
    Start start,
    int batchRows,
    Duration stopBefore) {

  /**
   * Reads YAML or JSON.
   *
   * @param directory what the paths of files are relative to
   * @throws InvalidConfigException with all problems at once
   */
  public static IngestionConfig parse(String text, Path directory) throws InvalidConfigException {
    return ConfigFile.read(
        text,
        "ingestion",
        IngestionReader.KNOWN,
        settings -> new IngestionReader(directory).read(settings));
  }
}
