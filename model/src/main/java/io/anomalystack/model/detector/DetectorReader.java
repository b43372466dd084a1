package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Folder;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.detector.TimestampReader.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
          "maxSeries",
          "seasonality",
          "joint",
          "direction",
          "margins",
          "overrides",
          "calendars",
          "history",
          "severity",
          "incidents",
          "format",
          "step",
          "unpivot",
          "ends",
          "derived",
          "rules",
          "peers",
          "model",
          "remedies");

  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
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

  private static final Severity DEFAULT_SEVERITY = Severity.WARNING;

  /** A series that is forgotten between two of its points would never leave learning. */
  private static final int LEAST_EXPIRE_PERIODS = 3;

  private final Settings settings;
  private final Folder folder;
  private final double defaultThreshold;

  private DetectorReader(Settings settings, Folder folder, double defaultThreshold) {
    this.settings = settings;
    this.folder = folder;
    this.defaultThreshold = defaultThreshold;
  }

  /**
   * Reads a detector.
   *
   * @param folder what the files that it names are relative to
   * @param defaultThreshold the threshold of a detector that names none
   * @return not to be used where problems were reported: what is wrong is null or the default in it
   */
  static Optional<Detector> read(Setting setting, Folder folder, double defaultThreshold) {
    return Settings.of(setting, KNOWN)
        .map(settings -> new DetectorReader(settings, folder, defaultThreshold).read());
  }

  private Detector read() {
    String name = settings.required("name").flatMap(NameReader::read).orElse(null);
    String topic = settings.required("topic").flatMap(DetectorReader::topic).orElse(null);
    Period period = settings.required("period").flatMap(Period::read).orElse(Period.UNKNOWN);
    Duration allowedLateness =
        duration("allowedLateness", Duration.ZERO, MAX_LATENESS, Duration.ZERO);
    List<FieldPath> dimensions =
        settings.optional("dimensions").flatMap(DetectorReader::dimensions).orElse(List.of());
    Severity severity =
        settings
            .optional("severity")
            .flatMap(setting -> setting.oneOf(Severity.values()))
            .orElse(DEFAULT_SEVERITY);
    Map<FieldPath, Set<String>> where =
        settings.optional("where").flatMap(WhereReader::read).orElse(Map.of());
    Layout layout = LayoutReader.read(settings, dimensions);
    Optional<Timestamp> timestamp = timestamp(layout.format());
    List<Measure> measures =
        settings
            .required("measures")
            .flatMap(setting -> MeasureReader.readAll(setting, layout.derived()))
            .orElse(List.of());
    checkUnpivot(layout, timestamp, where, dimensions, measures);
    Duration expireAfter = expireAfter(period, allowedLateness);
    boolean joint = joint();
    List<Rule> rules = RulesReader.read(settings, period, expireAfter, measures, joint, severity);
    Incidents incidents = IncidentsReader.read(settings, period, dimensions, severity);
    Peers peers = PeersReader.read(settings, period, layout, dimensions);
    return new Detector(
        name,
        topic,
        timestamp.map(Timestamp::field).orElse(null),
        timestamp.map(Timestamp::format).orElse(null),
        where,
        period.length(),
        period.eachRecord(),
        dimensions,
        measures,
        SteeringReader.threshold(settings).orElse(defaultThreshold),
        allowedLateness,
        missing(period),
        duration("maxFuture", Duration.ZERO, GREATEST_MAX_FUTURE, DEFAULT_MAX_FUTURE),
        maxFill(period),
        expireAfter,
        RulesReader.idleTimeout(
            settings, rules, LEAST_IDLE_TIMEOUT, GREATEST_IDLE_TIMEOUT, DEFAULT_IDLE_TIMEOUT),
        settings
            .optional("maxSeries")
            .flatMap(setting -> setting.wholeNumber(1, GREATEST_MAX_SERIES))
            .orElse(DEFAULT_MAX_SERIES),
        settings
            .optional("seasonality")
            .flatMap(setting -> SeasonalityReader.read(setting, period))
            .orElse(Seasonality.auto()),
        joint,
        SteeringReader.direction(settings).orElse(Direction.BOTH),
        SteeringReader.margins(settings).orElse(Margins.NONE),
        settings
            .optional("overrides")
            .flatMap(setting -> SteeringReader.overrides(setting, dimensions))
            .orElse(List.of()),
        settings
            .optional("calendars")
            .flatMap(setting -> CalendarReader.readAll(setting, folder))
            .orElse(List.of()),
        settings
            .optional("history")
            .flatMap(setting -> HistoryReader.read(setting, folder))
            .orElse(null),
        severity,
        incidents,
        layout,
        rules,
        peers,
        PeersReader.forest(settings),
        RemediesReader.read(settings, dimensions, rules, peers, incidents));
  }

  /** OTLP says where its time is. */
  private Optional<Timestamp> timestamp(InputFormat format) {
    return format != InputFormat.JSON && settings.optional("timestamp").isEmpty()
        ? Optional.of(TimestampReader.OTLP)
        : settings.required("timestamp").flatMap(TimestampReader::read);
  }

  private void checkUnpivot(
      Layout layout,
      Optional<Timestamp> timestamp,
      Map<FieldPath, Set<String>> where,
      List<FieldPath> dimensions,
      List<Measure> measures) {
    if (layout.unpivot() == null) {
      return;
    }
    List<UnpivotReader.Other> others = new ArrayList<>();
    timestamp.ifPresent(read -> others.add(new UnpivotReader.Other("timestamp", read.field())));
    if (layout.step() != null) {
      others.add(new UnpivotReader.Other("step", layout.step()));
    }
    where.keySet().forEach(field -> others.add(new UnpivotReader.Other("where", field)));
    layout.ends().keySet().forEach(field -> others.add(new UnpivotReader.Other("ends", field)));
    UnpivotReader.check(
        settings.optional("unpivot").orElseThrow(), layout.unpivot(), dimensions, measures, others);
  }

  private static Optional<String> topic(Setting setting) {
    Optional<String> topic = setting.text();
    if (topic.isPresent() && !TOPIC.matcher(topic.get()).matches()) {
      setting.reject("must be a Kafka topic: 1 to 249 letters, digits, '.', '_' and '-'");
      return Optional.empty();
    }
    return topic;
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
    Optional<Setting> setting = settings.optional("missing");
    MissingPolicy policy =
        setting.flatMap(value -> value.oneOf(MissingPolicy.values())).orElse(MissingPolicy.SKIP);
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
    return setting
        .flatMap(value -> value.wholeNumber(0, GREATEST_MAX_FILL))
        .orElse(Math.max(LEAST_DEFAULT_MAX_FILL, period.perDay()));
  }

  private Duration expireAfter(Period period, Duration allowedLateness) {
    Duration least = period.length().multipliedBy(LEAST_EXPIRE_PERIODS).plus(allowedLateness);
    return duration(
        "expireAfter",
        least,
        GREATEST_EXPIRE_AFTER,
        DEFAULT_EXPIRE_AFTER.compareTo(least) < 0 ? least : DEFAULT_EXPIRE_AFTER);
  }

  private boolean joint() {
    Optional<Setting> setting = settings.optional("joint");
    boolean joint = setting.flatMap(Setting::trueOrFalse).orElse(false);
    boolean single =
        settings
            .optional("measures")
            .filter(measures -> measures.node() instanceof ConfigNode.Sequence)
            .flatMap(Setting::items)
            .filter(measures -> measures.size() == 1)
            .isPresent();
    if (joint && single) {
      setting.get().report("needs at least two measures, was one");
    }
    return joint;
  }

  private Duration duration(String name, Duration least, Duration greatest, Duration unset) {
    return settings
        .optional(name)
        .flatMap(setting -> setting.duration(least, greatest))
        .orElse(unset);
  }
}
