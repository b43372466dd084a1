package io.anomalystack.job.config;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Detectors, made by the same checks as those of a file. */
public final class TestDetectors {
  private TestDetectors() {}

  /**
   * A detector of sales by product and minute, but for what the settings say otherwise.
   *
   * @param settings as in a detector file, each on one line, such as {@code period: 10s}
   */
  public static Detector sales(String... settings) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("name", "sales");
    lines.put("topic", "sales");
    lines.put("timestamp", "timestamp");
    lines.put("period", "1m");
    lines.put("dimensions", "[product_name]");
    lines.put("measures", "[{field: quantity}]");
    for (String setting : settings) {
      int colon = setting.indexOf(':');
      lines.put(setting.substring(0, colon), setting.substring(colon + 1).strip());
    }
    StringBuilder yaml = new StringBuilder("detectors:\n");
    String indent = "  - ";
    for (Map.Entry<String, String> line : lines.entrySet()) {
      yaml.append(indent).append(line.getKey()).append(": ").append(line.getValue()).append('\n');
      indent = "    ";
    }
    return parse(yaml.toString()).get(0);
  }

  /** The detectors of a file's text. */
  public static List<Detector> parse(String yaml) {
    try {
      return DetectorFile.parse(yaml);
    } catch (InvalidDetectorsException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
