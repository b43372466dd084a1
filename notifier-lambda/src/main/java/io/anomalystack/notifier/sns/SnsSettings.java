package io.anomalystack.notifier.sns;

import io.anomalystack.functions.WebAddress;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ChannelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;

/**
 * A channel to an SNS topic: to those who have subscribed by e-mail, SMS, or a queue.
 *
 * @param topic the topic's ARN, whose region is the client's
 * @param endpoint in the service's place; empty for the service itself
 */
public record SnsSettings(String topic, Optional<URI> endpoint) implements ChannelSettings {
  /** Settings beside those of every channel. */
  public static final List<String> KNOWN = List.of("topic", "endpoint");

  /** Of one call with the client's own retries, and of one of its attempts. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(4);

  private static final Pattern TOPIC =
      Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,251}(\\.fifo)?");

  /** The settings; empty if a problem was reported. */
  public static Optional<ChannelSettings> read(Settings settings) {
    Optional<URI> endpoint = settings.optional("endpoint").flatMap(WebAddress::read);
    return settings
        .required("topic")
        .flatMap(SnsSettings::topic)
        .map(topic -> new SnsSettings(topic, endpoint));
  }

  private static Optional<String> topic(Setting setting) {
    Optional<String> topic = setting.text();
    if (topic.isPresent() && !TOPIC.matcher(topic.get()).matches()) {
      setting.reject(
          "must be a topic's ARN such as 'arn:aws:sns:eu-central-1:123456789012:anomalies'");
      return Optional.empty();
    }
    return topic;
  }

  @Override
  public Channel open(Access access) {
    SnsClientBuilder builder =
        SnsClient.builder()
            .credentialsProvider(access.aws().credentials())
            .region(access.aws().region(topic))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .apiCallTimeout(CALL_TIMEOUT)
                    .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                    .build());
    endpoint.or(() -> access.aws().endpoint("SNS")).ifPresent(builder::endpointOverride);
    return new SnsChannel(builder.build(), topic);
  }
}
