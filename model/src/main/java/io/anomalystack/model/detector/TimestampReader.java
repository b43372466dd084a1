package io.anomalystack.model.detector;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.config.ZoneReader;
import io.anomalystack.model.detector.TimestampFormat.Kind;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code timestamp: {field, format, zone}}, or a field alone. */
final class TimestampReader {
  private static final List<String> KNOWN = List.of("field", "format", "zone");
  private static final String DEFAULT_FORMAT = "iso8601";
  private static final Map<String, Kind> NAMED_FORMATS =
      Map.of(
          DEFAULT_FORMAT,
          Kind.ISO8601,
          "epoch-seconds",
          Kind.EPOCH_SECONDS,
          "epoch-millis",
          Kind.EPOCH_MILLIS,
          "epoch-micros",
          Kind.EPOCH_MICROS,
          "epoch-nanos",
          Kind.EPOCH_NANOS);
  private static final String FORMAT_RULE =
      "must be iso8601, epoch-seconds, epoch-millis, epoch-micros, epoch-nanos or a pattern of"
          + " java.time.format.DateTimeFormatter with a whole date, such as 'yyyy-MM-dd HH:mm:ss'";

  /** Where a data point of OTLP has its time. */
  static final Timestamp OTLP =
      new Timestamp(
          new FieldPath("time_unix_nano"), new TimestampFormat(Kind.EPOCH_NANOS, null, null));

  private TimestampReader() {}

  /** Where the time lies and how it is written. */
  record Timestamp(FieldPath field, TimestampFormat format) {}

  static Optional<Timestamp> read(Setting setting) {
    if (setting.node() instanceof ConfigNode.Scalar) {
      return FieldPathReader.read(setting)
          .map(field -> new Timestamp(field, new TimestampFormat(Kind.ISO8601, null, null)));
    }
    return Settings.of(setting, KNOWN).flatMap(TimestampReader::read);
  }

  private static Optional<Timestamp> read(Settings settings) {
    Optional<FieldPath> field = settings.required("field").flatMap(FieldPathReader::read);
    Optional<TimestampFormat> format = readFormat(settings);
    return field.flatMap(where -> format.map(how -> new Timestamp(where, how)));
  }

  private static Optional<TimestampFormat> readFormat(Settings settings) {
    Optional<Setting> format = settings.optional("format");
    Optional<Setting> zone = settings.optional("zone");
    if (format.isEmpty()) {
      return namedFormat(DEFAULT_FORMAT, zone);
    }
    return format
        .get()
        .text()
        .flatMap(
            text ->
                NAMED_FORMATS.containsKey(text)
                    ? namedFormat(text, zone)
                    : pattern(format.get(), text, zone));
  }

  private static Optional<TimestampFormat> namedFormat(String name, Optional<Setting> zone) {
    zone.ifPresent(
        setting -> setting.reject("only a pattern takes a zone, but the format is " + name));
    return Optional.of(new TimestampFormat(NAMED_FORMATS.get(name), null, null));
  }

  private static Optional<TimestampFormat> pattern(
      Setting format, String text, Optional<Setting> zone) {
    Optional<TimestampPattern> pattern = TimestampPattern.of(text);
    if (pattern.isEmpty()) {
      format.reject(FORMAT_RULE);
      return Optional.empty();
    }
    boolean holdsZone = pattern.get().holdsZone();
    if (holdsZone && zone.isPresent()) {
      zone.get().reject("the pattern '" + text + "' holds the offset or zone itself");
    } else if (!holdsZone && zone.isEmpty()) {
      format.reject("a pattern without an offset or zone needs a zone beside it");
    }
    String zoneId = zone.flatMap(ZoneReader::read).map(ZoneId::getId).orElse(null);
    return Optional.of(new TimestampFormat(Kind.PATTERN, text, zoneId));
  }
}
