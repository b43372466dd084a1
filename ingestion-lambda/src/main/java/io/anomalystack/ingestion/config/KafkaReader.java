package io.anomalystack.ingestion.config;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.secrets.SecretReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads where rows go; what exactly once depends on is not to be set. */
final class KafkaReader {
  static final String TOPIC = "topic";
  static final String PROGRESS_TOPIC = "progressTopic";
  static final String CREATE_TOPICS = "createTopics";
  static final String KAFKA = "kafka";
  static final String LOGIN = "kafkaLogin";

  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String COMPRESSION = "compression.type";

  private static final Set<String> OURS =
      Set.of(
          "transactional.id",
          "enable.idempotence",
          "acks",
          "isolation.level",
          "group.id",
          "auto.offset.reset",
          "enable.auto.commit",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer");

  /** The others need native libraries, which the function does without. */
  private static final Set<String> COMPRESSIONS = Set.of("none", "gzip");

  /** In clear in a configuration, a password is in clear in the environment. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|ssl\\.keystore\\.key).*", Pattern.CASE_INSENSITIVE);

  private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private KafkaReader() {}

  static KafkaConfig read(Settings settings, String source, Path directory) {
    Optional<String> topic = settings.required(TOPIC).flatMap(KafkaReader::topic);
    Optional<Setting> progressTopic = settings.optional(PROGRESS_TOPIC);
    String progress =
        progressTopic.flatMap(KafkaReader::topic).orElse(source + "-ingestion-progress");
    if (topic.filter(progress::equals).isPresent()) {
      progressTopic
          .or(() -> settings.optional(TOPIC))
          .ifPresent(setting -> setting.report("rows and progress must not share a topic"));
    }
    return new KafkaConfig(
        topic.orElse(""),
        progress,
        source + "-ingestion",
        settings.optional(CREATE_TOPICS).flatMap(Setting::trueOrFalse).orElse(false),
        settings.required(KAFKA).map(KafkaReader::clients).orElse(Map.of()),
        settings.optional(LOGIN).flatMap(login -> login(login, directory)));
  }

  private static Optional<String> topic(Setting setting) {
    return IngestionReader.text(
        setting,
        name -> TOPIC_NAME.matcher(name).matches(),
        "must be 1 to 249 letters, digits, '.', '_' or '-'");
  }

  private static Map<String, String> clients(Setting setting) {
    Map<String, String> clients = new LinkedHashMap<>();
    for (Setting.Named entry : setting.entries().orElse(List.of())) {
      if (OURS.contains(entry.name())) {
        entry.value().report("is not to be set: publishing exactly once depends on it");
      } else if (SECRET.matcher(entry.name()).matches()) {
        entry
            .value()
            .report("must not be set in clear; for a user and a password there is " + LOGIN);
      } else {
        entry.value().text().ifPresent(text -> client(entry, text, clients));
      }
    }
    if (setting.node() instanceof ConfigNode.Mapping && !clients.containsKey(BOOTSTRAP_SERVERS)) {
      setting.report("must hold " + BOOTSTRAP_SERVERS);
    }
    return clients;
  }

  private static void client(Setting.Named entry, String text, Map<String, String> clients) {
    if (entry.name().equals(COMPRESSION) && !COMPRESSIONS.contains(text)) {
      entry.value().reject("must be none or gzip");
    } else if (entry.name().equals("sasl.jaas.config") && SECRET.matcher(text).matches()) {
      entry.value().report("must not hold a password; for a user and a password there is " + LOGIN);
    }
    clients.put(entry.name(), text);
  }

  private static Optional<KafkaConfig.Login> login(Setting setting, Path directory) {
    return Settings.of(setting, List.of(USER, PASSWORD))
        .flatMap(
            settings -> {
              Optional<String> user = settings.required(USER).flatMap(Setting::text);
              Optional<SecretReference> password =
                  settings
                      .required(PASSWORD)
                      .flatMap(reference -> SecretReference.read(reference, directory));
              return user.flatMap(
                  name -> password.map(secret -> new KafkaConfig.Login(name, secret)));
            });
  }
}
