package io.anomalystack.ingestion.kafka;

import io.anomalystack.ingestion.config.KafkaConfig;
import io.anomalystack.secrets.Secrets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;

/** The settings of Kafka's clients: the user's, under those that exactly once depends on. */
final class KafkaClients {
  private static final String AWS_MSK_IAM = "AWS_MSK_IAM";
  private static final String SCRAM_SHA_512 = "SCRAM-SHA-512";

  private final KafkaConfig config;
  private final Secrets secrets;

  /** Asked for once, for all clients of a publisher; null before. */
  private String jaas;

  KafkaClients(KafkaConfig config, Secrets secrets) {
    this.config = config;
    this.secrets = secrets;
  }

  Map<String, Object> producer() {
    Map<String, Object> settings = new HashMap<>();
    // A killed invocation's transaction keeps consumers waiting for so long, or until the next one.
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "60000");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "20000");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000");
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "8000");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, "16777216");
    settings.putAll(common());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.transactionalId());
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    return settings;
  }

  /**
   * @param isolation {@code read_committed} or {@code read_uncommitted}
   */
  Map<String, Object> consumer(String isolation) {
    Map<String, Object> settings = new HashMap<>(common());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "20000");
    // Closing waits for the fetch that is under way, which by default is half a second.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
    return settings;
  }

  Map<String, Object> admin() {
    Map<String, Object> settings = common();
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "20000");
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "8000");
    return settings;
  }

  /** What every client needs. */
  private Map<String, Object> common() {
    Map<String, Object> settings = new HashMap<>();
    // Clients would otherwise report on themselves to the broker, with a compression we lack.
    settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
    // An invocation lasts some seconds; Kafka's 100 ms are for processes that live for weeks.
    settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, "20");
    settings.putAll(config.clients());
    if (AWS_MSK_IAM.equals(config.clients().get(SaslConfigs.SASL_MECHANISM))) {
      settings.putIfAbsent(
          SaslConfigs.SASL_JAAS_CONFIG, "software.amazon.msk.auth.iam.IAMLoginModule required;");
      settings.putIfAbsent(
          SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS,
          "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
    }
    if (config.login().isPresent()) {
      settings.putIfAbsent(SaslConfigs.SASL_MECHANISM, SCRAM_SHA_512);
      settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(config.login().get()));
    }
    if (settings.containsKey(SaslConfigs.SASL_JAAS_CONFIG)) {
      // Kafka's own default would be to send rows in clear, and no credentials.
      settings.putIfAbsent(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
    }
    return settings;
  }

  private String jaas(KafkaConfig.Login login) {
    if (jaas == null) {
      String mechanism = config.clients().getOrDefault(SaslConfigs.SASL_MECHANISM, SCRAM_SHA_512);
      String module =
          mechanism.startsWith("SCRAM")
              ? "org.apache.kafka.common.security.scram.ScramLoginModule"
              : "org.apache.kafka.common.security.plain.PlainLoginModule";
      // After a refusal the invocation fails; the next one asks for the secret as it is then.
      jaas =
          "%s required username=%s password=%s;"
              .formatted(
                  module, quoted(login.user()), quoted(secrets.refresh(login.password()).reveal()));
    }
    return jaas;
  }

  /** A line break as it is would end the text, and what follows would be shown in an exception. */
  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
