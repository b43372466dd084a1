package io.anomalystack.model.detector;

import io.anomalystack.model.detector.TimestampReader.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one detector: its rules and its defaults. */
final class DetectorReader {
  private static final List<String> KNOWN =
      List.of(
          "name",
          "topic",
          "timestamp",
          "where",
          "period",
          "dimensions",
          "measures",
          "anomalyThreshold",
          "allowedLateness",
          "missing",
          "maxFuture",
          "maxFill",
          "expireAfter",
          "idleTimeout",
          "maxSeries");

  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
  private static final String EACH_RECORD = "record";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  private static final double DEFAULT_THRESHOLD = 70;
  private static final Duration MAX_LATENESS = Duration.ofDays(365);
  private static final Duration DEFAULT_MAX_FUTURE = Duration.ofHours(1);
  private static final Duration GREATEST_MAX_FUTURE = Duration.ofDays(36_500);
  private static final int LEAST_DEFAULT_MAX_FILL = 32;
  private static final int GREATEST_MAX_FILL = 1_000_000;
  private static final Duration DEFAULT_EXPIRE_AFTER = Duration.ofDays(30);
  private static final Duration GREATEST_EXPIRE_AFTER = Duration.ofDays(3_650);
  private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration LEAST_IDLE_TIMEOUT = Duration.ofMillis(100);
  private static final Duration GREATEST_IDLE_TIMEOUT = Duration.ofDays(365);
  private static final int DEFAULT_MAX_SERIES = 100_000;
  private static final int GREATEST_MAX_SERIES = 100_000_000;

  /** A series that is forgotten between two of its points would never leave learning. */
  private static final int LEAST_EXPIRE_PERIODS = 3;

  private final Settings settings;

  private DetectorReader(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads a detector.
   *
   * @return not to be used where problems were reported: what is wrong is null or the default in it
   */
  static Optional<Detector> read(Setting setting) {
    return Settings.of(setting, KNOWN).map(settings -> new DetectorReader(settings).read());
  }

  private Detector read() {
    String name = settings.required("name").flatMap(NameReader::read).orElse(null);
    String topic = settings.required("topic").flatMap(DetectorReader::topic).orElse(null);
    Optional<Timestamp> timestamp = settings.required("timestamp").flatMap(TimestampReader::read);
    Period period =
        settings.required("period").flatMap(DetectorReader::period).orElse(Period.UNKNOWN);
    Duration allowedLateness =
        duration("allowedLateness", Duration.ZERO, MAX_LATENESS, Duration.ZERO);
    return new Detector(
        name,
        topic,
        timestamp.map(Timestamp::field).orElse(null),
        timestamp.map(Timestamp::format).orElse(null),
        settings.optional("where").flatMap(DetectorReader::where).orElse(Map.of()),
        period.length(),
        period.eachRecord(),
        settings.optional("dimensions").flatMap(DetectorReader::dimensions).orElse(List.of()),
        settings.required("measures").flatMap(MeasureReader::readAll).orElse(List.of()),
        settings
            .optional("anomalyThreshold")
            .flatMap(setting -> setting.number(0, 100))
            .orElse(DEFAULT_THRESHOLD),
        allowedLateness,
        missing(period),
        duration("maxFuture", Duration.ZERO, GREATEST_MAX_FUTURE, DEFAULT_MAX_FUTURE),
        maxFill(period),
        expireAfter(period, allowedLateness),
        duration("idleTimeout", LEAST_IDLE_TIMEOUT, GREATEST_IDLE_TIMEOUT, DEFAULT_IDLE_TIMEOUT),
        settings
            .optional("maxSeries")
            .flatMap(setting -> setting.wholeNumber(1, GREATEST_MAX_SERIES))
            .orElse(DEFAULT_MAX_SERIES));
  }

  /** A detection period. */
  private record Period(Duration length, boolean eachRecord) {
    static final Period RECORD = new Period(SECOND, true);

    /** In place of one that was refused: the shortest, which makes no other check fail. */
    static final Period UNKNOWN = new Period(SECOND, false);
  }

  private static Optional<Period> period(Setting setting) {
    if (setting.node() instanceof ConfigNode.Scalar scalar && scalar.text().equals(EACH_RECORD)) {
      return Optional.of(Period.RECORD);
    }
    Optional<Duration> length = setting.duration();
    if (length.isPresent() && !isPeriod(length.get())) {
      setting.reject("must be whole seconds between 1s and 1d, or 'record'");
      return Optional.empty();
    }
    return length.map(duration -> new Period(duration, false));
  }

  private static boolean isPeriod(Duration length) {
    return length.equals(Duration.ofSeconds(length.toSeconds()))
        && length.compareTo(SECOND) >= 0
        && length.compareTo(DAY) <= 0;
  }

  private static Optional<String> topic(Setting setting) {
    Optional<String> topic = setting.text();
    if (topic.isPresent() && !TOPIC.matcher(topic.get()).matches()) {
      setting.reject("must be a Kafka topic: 1 to 249 letters, digits, '.', '_' and '-'");
      return Optional.empty();
    }
    return topic;
  }

  private static Optional<Map<FieldPath, Set<String>>> where(Setting setting) {
    return setting
        .entries()
        .map(
            entries -> {
              Map<FieldPath, Set<String>> where = new LinkedHashMap<>();
              for (Setting.Named entry : entries) {
                FieldPathReader.read(entry.value(), entry.name())
                    .ifPresent(field -> where.put(field, texts(entry.value())));
              }
              return Collections.unmodifiableMap(where);
            });
  }

  /** One text, or a list of them. */
  private static Set<String> texts(Setting setting) {
    Set<String> texts = new LinkedHashSet<>();
    if (setting.node() instanceof ConfigNode.Sequence) {
      List<Setting> items = setting.items().orElseThrow();
      if (items.isEmpty()) {
        setting.report("must list at least one value");
      }
      items.forEach(item -> item.text().ifPresent(texts::add));
    } else {
      setting.text().ifPresent(texts::add);
    }
    return Collections.unmodifiableSet(texts);
  }

  private static Optional<List<FieldPath>> dimensions(Setting setting) {
    return setting
        .items()
        .map(
            items -> {
              List<FieldPath> dimensions = new ArrayList<>();
              Set<FieldPath> seen = new HashSet<>();
              for (Setting item : items) {
                Optional<FieldPath> dimension = FieldPathReader.read(item);
                dimension.ifPresent(dimensions::add);
                if (dimension.isPresent() && !seen.add(dimension.get())) {
                  item.reject("must be listed once");
                }
              }
              return List.copyOf(dimensions);
            });
  }

  private MissingPolicy missing(Period period) {
    List<String> words = words(MissingPolicy.values());
    Optional<Setting> setting = settings.optional("missing");
    MissingPolicy policy =
        setting
            .flatMap(value -> value.oneOf(words))
            .map(word -> MissingPolicy.values()[words.indexOf(word)])
            .orElse(MissingPolicy.SKIP);
    if (period.eachRecord() && policy != MissingPolicy.SKIP) {
      setting.ifPresent(
          value -> value.reject("must be skip with period 'record', which has no periods to fill"));
    }
    return policy;
  }

  private int maxFill(Period period) {
    Optional<Setting> setting = settings.optional("maxFill");
    if (period.eachRecord()) {
      setting.ifPresent(
          value -> value.report("not with period 'record', which has no periods to fill"));
      return 0;
    }
    int periodsPerDay = (int) (DAY.toSeconds() / period.length().toSeconds());
    return setting
        .flatMap(value -> value.wholeNumber(0, GREATEST_MAX_FILL))
        .orElse(Math.max(LEAST_DEFAULT_MAX_FILL, periodsPerDay));
  }

  private Duration expireAfter(Period period, Duration allowedLateness) {
    Duration least = period.length().multipliedBy(LEAST_EXPIRE_PERIODS).plus(allowedLateness);
    return duration(
        "expireAfter",
        least,
        GREATEST_EXPIRE_AFTER,
        DEFAULT_EXPIRE_AFTER.compareTo(least) < 0 ? least : DEFAULT_EXPIRE_AFTER);
  }

  private Duration duration(String name, Duration least, Duration greatest, Duration unset) {
    return settings
        .optional(name)
        .flatMap(setting -> setting.duration(least, greatest))
        .orElse(unset);
  }

  /** The constants of an enum as the file writes them. */
  static List<String> words(Enum<?>[] constants) {
    List<String> words = new ArrayList<>();
    for (Enum<?> constant : constants) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
