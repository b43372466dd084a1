package io.anomalystack.remedy.audit;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The audit topic, and how Kafka is reached.
 *
 * @param clients settings of Kafka's clients, {@code bootstrap.servers} among them
 */
public record AuditSettings(String topic, Map<String, String> clients) {
  private static final String DEFAULT_TOPIC = "anomaly-remedies";
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** In clear in a configuration, a password is in clear in the environment. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|ssl\\.keystore\\.key).*", Pattern.CASE_INSENSITIVE);

  /** Copies the map. */
  public AuditSettings {
    clients = Map.copyOf(clients);
  }

  /** The settings; empty if a problem was reported. */
  public static Optional<AuditSettings> read(Setting setting) {
    return Settings.of(setting, List.of("topic", "kafka"))
        .map(
            settings ->
                new AuditSettings(
                    settings.optional("topic").flatMap(AuditSettings::topic).orElse(DEFAULT_TOPIC),
                    settings.required("kafka").map(AuditSettings::clients).orElse(Map.of())));
  }

  private static Optional<String> topic(Setting setting) {
    Optional<String> name = setting.text();
    if (name.isPresent() && !TOPIC.matcher(name.get()).matches()) {
      setting.reject("must be 1 to 249 letters, digits, '.', '_' or '-'");
      return Optional.empty();
    }
    return name;
  }

  private static Map<String, String> clients(Setting setting) {
    Map<String, String> clients = new LinkedHashMap<>();
    for (Setting.Named entry : setting.entries().orElse(List.of())) {
      Optional<String> text = entry.value().text();
      if (SECRET.matcher(entry.name()).matches()
          || text.filter(SECRET.asMatchPredicate()).isPresent()) {
        entry.value().report("must not be set in clear");
      }
      text.ifPresent(value -> clients.put(entry.name(), value));
    }
    if (setting.node() instanceof ConfigNode.Mapping && !clients.containsKey(BOOTSTRAP_SERVERS)) {
      setting.report("must hold " + BOOTSTRAP_SERVERS);
    }
    return clients;
  }
}
