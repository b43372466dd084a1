package io.anomalystack.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The files of this module that people deploy. */
final class DeployFiles {
  static final Path CONFIG = Path.of("conf", "config.yaml");
  static final Path DETECTION = Path.of("kubernetes", "anomaly-detection.yaml");
  static final Path LAKE = Path.of("kubernetes", "anomaly-lake.yaml");

  private DeployFiles() {}

  /** A YAML file's content. */
  static Map<String, Object> yaml(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }

  /** Flink's settings in {@link #CONFIG}, by their full names. */
  static Map<String, String> configuration() throws IOException {
    return texts(yaml(CONFIG));
  }

  /** Flink's settings in a FlinkDeployment. */
  static Map<String, String> configuration(Path deployment) throws IOException {
    return texts(map(map(yaml(deployment).get("spec")).get("flinkConfiguration")));
  }

  private static Map<String, String> texts(Map<String, Object> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
