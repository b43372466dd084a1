package io.anomalystack.ingestion.config;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the whole configuration; null comes out only where a problem has been reported. */
final class IngestionReader {
  private static final String SOURCE = "source";
  private static final String DATABASE = "database";
  private static final String START = "start";
  private static final String BATCH_ROWS = "batchRows";
  private static final String STOP_BEFORE = "stopBefore";

  static final List<String> KNOWN =
      List.of(
          SOURCE,
          DATABASE,
          TableReader.SCHEMA,
          TableReader.TABLE,
          TableReader.KEY,
          TableReader.NEW_ROWS,
          TableReader.FIELDS,
          TableReader.SORT_BY,
          KafkaReader.TOPIC,
          KafkaReader.PROGRESS_TOPIC,
          KafkaReader.CREATE_TOPICS,
          KafkaReader.KAFKA,
          KafkaReader.LOGIN,
          START,
          BATCH_ROWS,
          STOP_BEFORE);

  /** What Kafka allows in the name of a topic, with room for what is put behind it. */
  private static final Pattern SOURCE_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  private static final int DEFAULT_BATCH_ROWS = 5000;
  private static final int MOST_BATCH_ROWS = 100_000;
  private static final Duration DEFAULT_STOP_BEFORE = Duration.ofSeconds(10);

  private final Path directory;

  IngestionReader(Path directory) {
    this.directory = directory;
  }

  IngestionConfig read(Settings settings) {
    Optional<String> source =
        settings
            .required(SOURCE)
            .flatMap(
                setting ->
                    text(
                        setting,
                        name -> SOURCE_NAME.matcher(name).matches(),
                        "must be 1 to 200 letters, digits, '.', '_' or '-'"));
    return new IngestionConfig(
        source.orElse(""),
        settings
            .required(DATABASE)
            .flatMap(setting -> Settings.of(setting, DatabaseReader.KNOWN))
            .map(database -> new DatabaseReader(directory).read(database))
            .orElse(null),
        TableReader.read(settings),
        KafkaReader.read(settings, source.orElse(""), directory),
        settings
            .optional(START)
            .flatMap(start -> start.oneOf(Start.values()))
            .orElse(Start.EARLIEST),
        settings
            .optional(BATCH_ROWS)
            .flatMap(rows -> rows.wholeNumber(1, MOST_BATCH_ROWS))
            .orElse(DEFAULT_BATCH_ROWS),
        settings
            .optional(STOP_BEFORE)
            .flatMap(time -> time.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)))
            .orElse(DEFAULT_STOP_BEFORE));
  }

  /** A text for which a rule holds; reported where it does not. */
  static Optional<String> text(Setting setting, Predicate<String> holds, String rule) {
    Optional<String> text = setting.text();
    if (text.isPresent() && !holds.test(text.get())) {
      setting.reject(rule);
      return Optional.empty();
    }
    return text;
  }
}
