package io.anomalystack.model.detector;

import io.anomalystack.model.config.Folder;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code history: {file: past.jsonl}}, {@code history: {since: 7d}} or {@code history: {lake:
 * past}}.
 */
final class HistoryReader {
  private static final List<String> KNOWN = List.of("file", "since", "lake");
  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.+");
  private static final Duration LEAST_SINCE = Duration.ofSeconds(1);
  private static final Duration GREATEST_SINCE = Duration.ofDays(3_650);

  private HistoryReader() {}

  static Optional<History> read(Setting setting, Folder folder) {
    return Settings.of(setting, KNOWN).flatMap(settings -> read(setting, settings, folder));
  }

  private static Optional<History> read(Setting setting, Settings settings, Folder folder) {
    Optional<Setting> file = settings.optional("file");
    Optional<Setting> since = settings.optional("since");
    Optional<Setting> lake = settings.optional("lake");
    List<String> named =
        KNOWN.stream().filter(name -> settings.optional(name).isPresent()).toList();
    if (named.size() > 1) {
      setting.report(
          "must name one of file, since and lake, but names " + String.join(", ", named));
    } else if (settings.isEmpty()) {
      setting.report("must name file, since or lake");
    }
    Duration length =
        since.flatMap(value -> value.duration(LEAST_SINCE, GREATEST_SINCE)).orElse(null);
    return Optional.of(
        new History(
            file.flatMap(value -> place(value, folder::file)).orElse(null),
            length,
            lake.flatMap(value -> place(value, folder::directory)).orElse(null)));
  }

  /** Looks for what lies near the detector file. */
  private interface Search {
    Optional<String> find(Setting setting, String name);
  }

  /** What lies elsewhere is looked for when the job starts, by whoever can reach it. */
  private static Optional<String> place(Setting setting, Search search) {
    Optional<String> text = setting.text();
    if (text.isPresent() && URI_WITH_SCHEME.matcher(text.get()).matches()) {
      return text;
    }
    return text.flatMap(name -> search.find(setting, name));
  }
}
