package io.anomalystack.sink;

import io.anomalystack.job.config.InputStart;
import io.anomalystack.job.config.InvalidSettingsException;
import io.anomalystack.job.config.SettingsReader;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sink's settings, checked. Each has one name, as flag, property and template parameter.
 *
 * @param bootstrapServers {@code bootstrap.servers}: Kafka's brokers
 * @param groupId {@code group.id}: consumer group, and prefix of the transactions; unique to the
 *     job
 * @param inputStart {@code input.start}: {@code committed} (else earliest), {@code earliest},
 *     {@code latest}
 * @param decisionsTopic {@code decisions.topic}
 * @param rejectedTopic {@code rejected.topic}: the dead letters
 * @param lake {@code lake}: a directory, or {@code s3://BUCKET/FOLDER}
 * @param kafka {@code kafka.*}, the prefix removed: passed to Kafka's clients as they are
 */
public record SinkSettings(
    String bootstrapServers,
    String groupId,
    InputStart inputStart,
    String decisionsTopic,
    String rejectedTopic,
    URI lake,
    Map<String, String> kafka)
    implements Serializable {
  private static final String LAKE = "lake";
  private static final Set<String> BUCKETS = Set.of("s3", "s3a");

  /** What sets a URI apart: a path may have {@code :/} in it too, but not after letters alone. */
  private static final Pattern SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  /**
   * Checks settings given by name.
   *
   * @throws InvalidSettingsException with every problem at once
   */
  public static SinkSettings from(Map<String, String> properties) throws InvalidSettingsException {
    SettingsReader reader = new SettingsReader(properties);
    SinkSettings settings = read(reader);
    reader.failOnProblems();
    return settings;
  }

  /** The names of all settings; {@code kafka.*} stands for all of that prefix. */
  public static Set<String> names() {
    SettingsReader reader = new SettingsReader(Map.of());
    read(reader);
    return reader.names();
  }

  private static SinkSettings read(SettingsReader reader) {
    return new SinkSettings(
        reader.required("bootstrap.servers"),
        reader.text("group.id", "anomaly-lake"),
        reader.choice("input.start", InputStart.values(), InputStart::text),
        reader.text("decisions.topic", "anomaly-decisions"),
        reader.text("rejected.topic", "anomaly-rejected"),
        lake(reader),
        reader.prefixed("kafka."));
  }

  private static URI lake(SettingsReader reader) {
    String text = reader.required(LAKE);
    if (text == null) {
      return null;
    }
    try {
      if (!SCHEME.matcher(text).matches()) {
        return Path.of(text).toAbsolutePath().normalize().toUri();
      }
      URI uri = new URI(text);
      boolean bucket = BUCKETS.contains(uri.getScheme()) && uri.getAuthority() != null;
      if (bucket || (uri.getScheme().equals("file") && uri.getPath() != null)) {
        return uri;
      }
    } catch (URISyntaxException | InvalidPathException e) {
      // Reported below, as is a place of another kind.
    }
    reader.problem(LAKE + ": must be a directory or s3://BUCKET/FOLDER, was '" + text + "'");
    return null;
  }

  /** Properties for a Kafka client: the brokers, and what was passed through. */
  public Properties kafkaProperties() {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty("bootstrap.servers", bootstrapServers);
    return properties;
  }
}
