package io.anomalystack.model.detector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code history: {file: past.jsonl}} or {@code history: {since: 7d}}. */
final class HistoryReader {
  private static final List<String> KNOWN = List.of("file", "since");
  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.+");
  private static final Duration LEAST_SINCE = Duration.ofSeconds(1);
  private static final Duration GREATEST_SINCE = Duration.ofDays(3_650);

  private HistoryReader() {}

  static Optional<History> read(Setting setting, Path directory) {
    return Settings.of(setting, KNOWN).flatMap(settings -> read(setting, settings, directory));
  }

  private static Optional<History> read(Setting setting, Settings settings, Path directory) {
    Optional<Setting> file = settings.optional("file");
    Optional<Setting> since = settings.optional("since");
    if (file.isPresent() && since.isPresent()) {
      setting.report("must name file or since, not both");
    } else if (settings.isEmpty()) {
      setting.report("must name file or since");
    }
    String path = file.flatMap(value -> file(value, directory)).orElse(null);
    Duration length =
        since.flatMap(value -> value.duration(LEAST_SINCE, GREATEST_SINCE)).orElse(null);
    return Optional.of(new History(path, length));
  }

  /** What lies elsewhere is looked for when the job starts, by whoever can reach it. */
  private static Optional<String> file(Setting setting, Path directory) {
    Optional<String> text = setting.text();
    if (text.isPresent() && URI_WITH_SCHEME.matcher(text.get()).matches()) {
      return text;
    }
    return text.flatMap(name -> NearbyFile.find(setting, name, directory)).map(Path::toString);
  }
}
