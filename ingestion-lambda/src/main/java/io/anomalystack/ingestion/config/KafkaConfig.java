package io.anomalystack.ingestion.config;

import io.anomalystack.secrets.SecretReference;
import java.util.Map;
import java.util.Optional;

/**
 * Where rows go.
 *
 * @param topic of the rows
 * @param progressTopic of what has been published, of this source alone
 * @param transactionalId of this source alone
 * @param createTopics whether a topic that is not there is made
 * @param clients settings of Kafka's clients, {@code bootstrap.servers} among them
 * @param login a user and a password for SASL; empty where the settings say all, as with IAM
 */
public record KafkaConfig(
    String topic,
    String progressTopic,
    String transactionalId,
    boolean createTopics,
    Map<String, String> clients,
    Optional<Login> login) {

  /** For SASL's mechanisms that take a user's name and a password. */
  public record Login(String user, SecretReference password) {}
}
