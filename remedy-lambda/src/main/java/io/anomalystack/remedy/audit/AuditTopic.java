package io.anomalystack.remedy.audit;

import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The audit topic: records by their remedy's id, so that what is said of one comes in order. */
public final class AuditTopic implements Audit {
  private static final String AWS_MSK_IAM = "AWS_MSK_IAM";
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String topic;
  private final Map<String, Object> settings;

  /** Made when first needed. */
  private KafkaProducer<byte[], byte[]> producer;

  /**
   * Nothing is connected yet.
   *
   * @param clients settings of Kafka's clients, {@code bootstrap.servers} among them
   */
  public AuditTopic(String topic, Map<String, ?> clients) {
    this.topic = topic;
    this.settings = settings(clients);
  }

  private static Map<String, Object> settings(Map<String, ?> clients) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
    // Clients would otherwise report on themselves to the broker, with a compression we lack.
    settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
    settings.putAll(clients);
    if (AWS_MSK_IAM.equals(clients.get(SaslConfigs.SASL_MECHANISM))) {
      settings.putIfAbsent(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
      settings.putIfAbsent(
          SaslConfigs.SASL_JAAS_CONFIG, "software.amazon.msk.auth.iam.IAMLoginModule required;");
      settings.putIfAbsent(
          SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS,
          "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
    }
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    return settings;
  }

  @Override
  public synchronized void append(RemedyRecord remedy) {
    try {
      if (producer == null) {
        producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      }
      byte[] key = remedy.remedyId().getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topic, key, RemedyRecordJson.write(remedy))).get();
    } catch (ExecutionException e) {
      throw new AuditUnavailableException(topic + ": " + e.getCause().getMessage(), e);
    } catch (KafkaException e) {
      throw new AuditUnavailableException(topic + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditUnavailableException(topic + ": interrupted", e);
    }
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSING);
    }
  }
}
