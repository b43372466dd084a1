package io.anomalystack.job.config;

import io.anomalystack.job.scoring.ScoringSettings;
import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The job's settings, checked. Each has one name, as flag, property and template parameter.
 *
 * @param detectors {@code detectors}, {@code detectors.watch}, {@code detectors.forget} and {@code
 *     anomaly.threshold}
 * @param bootstrapServers {@code bootstrap.servers}: Kafka's brokers
 * @param groupId {@code group.id}: consumer group, and prefix of the transactions; unique to the
 *     job
 * @param inputStart {@code input.start}: {@code committed} (else earliest), {@code earliest},
 *     {@code latest}
 * @param decisionsTopic {@code decisions.topic}
 * @param rejectedTopic {@code rejected.topic}: the dead letters
 * @param alertsTopic {@code alerts.topic}
 * @param remediesTopic {@code remedies.topic}: the audit of remedies
 * @param delivery {@code delivery}: {@code exactly-once} or {@code at-least-once}
 * @param scoring {@code models.live} and {@code models.snapshot.interval}
 * @param kafka {@code kafka.*}, the prefix removed: passed to Kafka's clients as they are
 */
public record JobSettings(
    DetectorSettings detectors,
    String bootstrapServers,
    String groupId,
    InputStart inputStart,
    String decisionsTopic,
    String rejectedTopic,
    String alertsTopic,
    String remediesTopic,
    Delivery delivery,
    ScoringSettings scoring,
    Map<String, String> kafka)
    implements Serializable {

  /**
   * Checks settings given by name.
   *
   * @throws InvalidSettingsException with every problem at once
   */
  public static JobSettings from(Map<String, String> properties) throws InvalidSettingsException {
    SettingsReader reader = new SettingsReader(properties);
    JobSettings settings = read(reader);
    reader.failOnProblems();
    return settings;
  }

  /** The names of all settings; {@code kafka.*} stands for all of that prefix. */
  public static Set<String> names() {
    SettingsReader reader = new SettingsReader(Map.of());
    read(reader);
    return reader.names();
  }

  private static JobSettings read(SettingsReader reader) {
    return new JobSettings(
        DetectorSettings.read(reader),
        reader.required("bootstrap.servers"),
        reader.text("group.id", "anomaly-detection"),
        reader.choice("input.start", InputStart.values(), InputStart::text),
        reader.text("decisions.topic", "anomaly-decisions"),
        reader.text("rejected.topic", "anomaly-rejected"),
        reader.text("alerts.topic", "anomaly-alerts"),
        reader.text("remedies.topic", "anomaly-remedies"),
        reader.choice("delivery", Delivery.values(), Delivery::text),
        new ScoringSettings(
            reader.count("models.live", ScoringSettings.DEFAULT_LIVE_MODELS),
            reader.count("models.snapshot.interval", ScoringSettings.DEFAULT_SNAPSHOT_INTERVAL)),
        reader.prefixed("kafka."));
  }

  /** Properties for a Kafka client: the brokers, and what was passed through. */
  public Properties kafkaProperties() {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty("bootstrap.servers", bootstrapServers);
    return properties;
  }
}
