package io.anomalystack.secrets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** AWS Secrets Manager, one client for each region that is asked. */
final class SecretsManager implements AutoCloseable {
  /** With the SDK's three attempts: an invocation has some seconds, not minutes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final AwsAccess access;
  private final Map<Region, SecretsManagerClient> clients = new HashMap<>();

  SecretsManager(AwsAccess access) {
    this.access = access;
  }

  String fetch(SecretReference.InSecretsManager reference) {
    String value = value(reference);
    return reference.key().isEmpty() ? value : member(reference, value);
  }

  private String value(SecretReference.InSecretsManager reference) {
    try {
      String value =
          clients
              .computeIfAbsent(access.region(reference.id()), this::connect)
              .getSecretValue(request -> request.secretId(reference.id()))
              .secretString();
      if (value == null) {
        throw new SecretUnavailableException(
            reference, "it is binary; store it as text in Secrets Manager");
      }
      return value;
    } catch (AwsServiceException e) {
      throw new SecretUnavailableException(reference, "Secrets Manager refuses: " + reason(e));
    } catch (SdkException e) {
      throw new SecretUnavailableException(
          reference, "Secrets Manager cannot be asked: " + e.getMessage());
    }
  }

  /** Such as which permission is missing; a refusal holds no secret. */
  private static String reason(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null
        ? "status " + e.statusCode()
        : details.errorCode() + ", " + details.errorMessage();
  }

  private SecretsManagerClient connect(Region region) {
    SecretsManagerClientBuilder builder =
        SecretsManagerClient.builder()
            .region(region)
            .credentialsProvider(access.credentials())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(TIMEOUT)
                    .socketTimeout(TIMEOUT));
    access.endpoint("SECRETS_MANAGER").ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** Neither the secret nor a parser's message about it appears in what is thrown. */
  private static String member(SecretReference.InSecretsManager reference, String json) {
    String name = reference.key().orElseThrow();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notAnObject(reference);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        JsonToken token = parser.nextToken();
        if (wanted && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          return parser.getText();
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      throw notAnObject(reference);
    }
    throw new SecretUnavailableException(reference, "the secret has no text of that key");
  }

  private static SecretUnavailableException notAnObject(SecretReference reference) {
    return new SecretUnavailableException(
        reference, "it is no JSON object, so that it has no keys: leave out 'key'");
  }

  @Override
  public void close() {
    clients.values().forEach(SecretsManagerClient::close);
  }
}
