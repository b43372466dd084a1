package io.anomalystack.model.detector;

import io.anomalystack.model.config.ConfigFile;
import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Folder;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.model.config.LocalFolder;
import io.anomalystack.model.config.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a detector file (YAML or JSON) and checks everything it says.
 *
 * <p>What a detector leaves out, or leaves empty, is:
 *
 * <ul>
 *   <li>{@code timestamp.format}: {@code iso8601}; {@code timestamp: t} is short for {@code
 *       timestamp: {field: t}}; without it, in OTLP, {@code {field: time_unix_nano, format:
 *       epoch-nanos}}
 *   <li>{@code format}: {@code json}; {@code step}, {@code unpivot}, {@code ends}, {@code derived}:
 *       none
 *   <li>{@code where}: every record of the topic; values are compared as the texts they are written
 *       with, in the file as in the record
 *   <li>{@code dimensions}: none
 *   <li>{@code aggregation} of a measure: {@code sum}, of a derived one {@code avg}; its {@code
 *       name}: its field as written
 *   <li>{@code anomalyThreshold}: 70, or what the job says
 *   <li>{@code allowedLateness}: 0s
 *   <li>{@code missing}: {@code skip}
 *   <li>{@code maxFuture}: 1h
 *   <li>{@code maxFill}: a day's worth of periods, at least 32; 0 with period {@code record}
 *   <li>{@code expireAfter}: 30d, or, where that is longer, three periods and the allowed lateness
 *   <li>{@code idleTimeout}: 5m, or, where that is shorter, the shortest silence of a rule
 *   <li>{@code maxSeries}: 100000
 *   <li>{@code seasonality}: {@code auto}; {@code joint}: false
 *   <li>{@code direction}: {@code both}; {@code margins}: 0; {@code overrides}: none
 *   <li>{@code calendars}: none; their {@code zone}: UTC
 *   <li>{@code history}: none
 *   <li>{@code severity}: {@code warning}
 *   <li>{@code incidents}: all of the detector's series may make one incident; {@code
 *       resolveAfter}: 10 periods, at least 1m and at most 1d, but never below two periods; {@code
 *       cooldown}: three times {@code resolveAfter}; {@code remindEvery}: never; {@code escalate}:
 *       nothing; {@code routes}: {@code default}
 *   <li>{@code rules}: none; their {@code evidence}: one point of one, {@code of} as many as {@code
 *       points}; {@code severity}: the detector's; {@code alert}: true
 * </ul>
 *
 * Files that a detector names are relative to the detector file. Durations are written as {@code
 * 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d}, {@code 1w} or put together, {@code
 * 1h30m}.
 */
public final class DetectorFile {
  /** The threshold of a detector that names none, where nobody says otherwise. */
  public static final double DEFAULT_THRESHOLD = 70;

  private static final List<String> KNOWN = List.of("detectors");

  private DetectorFile() {}

  /**
   * Reads and checks a file.
   *
   * @return at least one detector, in the file's order
   * @throws InvalidDetectorsException with every problem at once
   * @throws IOException if the file cannot be read
   */
  public static List<Detector> read(Path file) throws IOException, InvalidDetectorsException {
    return read(file, DEFAULT_THRESHOLD);
  }

  /**
   * Reads and checks a file.
   *
   * @param defaultThreshold the threshold of detectors that name none, 0 to 100
   * @return at least one detector, in the file's order
   * @throws InvalidDetectorsException with every problem at once
   * @throws IOException if the file cannot be read
   */
  public static List<Detector> read(Path file, double defaultThreshold)
      throws IOException, InvalidDetectorsException {
    return parse(
        Files.readAllBytes(file),
        new LocalFolder(file.toAbsolutePath().getParent()),
        defaultThreshold);
  }

  /**
   * Checks the text of a detector file. What it names is relative to the current directory.
   *
   * @throws InvalidDetectorsException with every problem at once
   */
  public static List<Detector> parse(String yaml) throws InvalidDetectorsException {
    return parse(yaml, Path.of("").toAbsolutePath());
  }

  /**
   * Checks the text of a detector file.
   *
   * @param directory what the files that it names are relative to
   * @throws InvalidDetectorsException with every problem at once
   */
  public static List<Detector> parse(String yaml, Path directory) throws InvalidDetectorsException {
    return parse(yaml, new LocalFolder(directory), DEFAULT_THRESHOLD);
  }

  /**
   * Checks a detector file as its bytes were read from anywhere.
   *
   * @param folder what the files that it names are relative to
   * @param defaultThreshold the threshold of detectors that name none, 0 to 100
   * @throws InvalidDetectorsException with every problem at once
   */
  public static List<Detector> parse(byte[] bytes, Folder folder, double defaultThreshold)
      throws InvalidDetectorsException {
    try {
      String yaml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(yaml, folder, defaultThreshold);
    } catch (CharacterCodingException e) {
      throw new InvalidDetectorsException(List.of("file: expected UTF-8 text, was other bytes"));
    }
  }

  private static List<Detector> parse(String yaml, Folder folder, double defaultThreshold)
      throws InvalidDetectorsException {
    try {
      return ConfigFile.read(
          yaml,
          "detector",
          KNOWN,
          settings ->
              settings
                  .required("detectors")
                  .map(setting -> detectors(setting, folder, defaultThreshold))
                  .orElse(List.of()));
    } catch (InvalidConfigException e) {
      throw new InvalidDetectorsException(e.problems());
    }
  }

  private static List<Detector> detectors(Setting setting, Folder folder, double defaultThreshold) {
    List<Setting> items = setting.items().orElse(List.of());
    if (items.isEmpty() && setting.node() instanceof ConfigNode.Sequence) {
      setting.report("must list at least one detector");
    }
    List<Detector> detectors = new ArrayList<>();
    Map<String, String> pathByName = new HashMap<>();
    Map<String, Format> formatByTopic = new HashMap<>();
    for (Setting item : items) {
      DetectorReader.read(item, folder, defaultThreshold)
          .ifPresent(
              detector -> {
                detectors.add(detector);
                String other = pathByName.putIfAbsent(detector.name(), item.path());
                if (other != null && detector.name() != null) {
                  item.report("name must be unique, was '" + detector.name() + "' as in " + other);
                }
                checkFormat(item, detector, formatByTopic);
              });
    }
    return List.copyOf(detectors);
  }

  /** How a detector reads its topic. */
  private record Format(InputFormat format, String path) {}

  /** A topic's records are decoded once, for all of its detectors. */
  private static void checkFormat(
      Setting item, Detector detector, Map<String, Format> formatByTopic) {
    InputFormat format = detector.layout().format();
    Format other = formatByTopic.putIfAbsent(detector.topic(), new Format(format, item.path()));
    if (other != null && other.format() != format && detector.topic() != null) {
      item.report(
          "format must be the same for all detectors of topic '%s', was %s, but %s in %s"
              .formatted(detector.topic(), format.word(), other.format().word(), other.path()));
    }
  }
}
