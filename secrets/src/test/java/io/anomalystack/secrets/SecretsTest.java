package io.anomalystack.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real SDK against a server that records what it is asked. */
class SecretsTest {
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf";
  private static final SecretReference PASSWORD =
      new SecretReference.InSecretsManager(ARN, Optional.of("password"));

  private final List<String> asked = new ArrayList<>();
  private final SettableClock clock = new SettableClock();
  private HttpServer server;
  private Secrets secrets;
  private int status = 200;
  private String answer =
      "{\"SecretString\":\"{\\\"username\\\":\\\"me\\\",\\\"password\\\":\\\"hunter2\\\"}\"}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(
              exchange.getRequestHeaders().getFirst("X-Amz-Target")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + body);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "key");
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("TOKEN", "from-environment");
    environment.put(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://localhost:" + server.getAddress().getPort());
    secrets = new Secrets(environment, clock);
  }

  @AfterEach
  void stop() {
    secrets.close();
    server.stop(0);
  }

  @Test
  void asksSecretsManagerInTheRegionOfTheArn() {
    assertThat(secrets.get(PASSWORD).reveal()).isEqualTo("hunter2");
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("secretsmanager.GetSecretValue AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-west-1/secretsmanager/aws4_request")
        .contains("{\"SecretId\":\"" + ARN + "\"}");
  }

  @Test
  void takesTheWholeSecretWithoutAKey() {
    answer = "{\"SecretString\":\"plain\"}";
    assertThat(
            secrets.get(new SecretReference.InSecretsManager("shop/db", Optional.empty())).reveal())
        .isEqualTo("plain");
    assertThat(asked.get(0)).contains("/eu-central-1/secretsmanager/");
  }

  @Test
  void asksAgainAfterSomeMinutesOrWhenToldTo() {
    secrets.get(PASSWORD);
    clock.now = clock.now.plus(Secrets.KEPT).minusSeconds(1);
    secrets.get(PASSWORD);
    assertThat(asked).hasSize(1);
    secrets.refresh(PASSWORD);
    assertThat(asked).hasSize(2);
    clock.now = clock.now.plus(Secrets.KEPT);
    secrets.get(PASSWORD);
    assertThat(asked).hasSize(3);
  }

  @Test
  void saysWhichSecretCannotBeHadAndWhyButNeverAValue() {
    answer = "{\"SecretString\":\"hunter2, no JSON\"}";
    assertThatThrownBy(() -> secrets.get(PASSWORD))
        .isInstanceOf(SecretUnavailableException.class)
        .hasMessageContaining(ARN)
        .hasMessageContaining("it is no JSON object")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
    answer = "{\"SecretString\":\"{\\\"user\\\":\\\"hunter2\\\"}\"}";
    assertThatThrownBy(() -> secrets.get(PASSWORD))
        .hasMessageContaining("no text of that key")
        .hasMessageNotContaining("hunter2");
    status = 400;
    answer = "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no such secret\"}";
    assertThatThrownBy(() -> secrets.get(PASSWORD))
        .hasMessageContaining("Secrets Manager refuses: ResourceNotFoundException, no such secret");
  }

  @Test
  void readsFilesAndVariables(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("token");
    Files.writeString(file, "from file \r\n");

    assertThat(secrets.get(new SecretReference.InFile(file)).reveal()).isEqualTo("from file ");
    assertThat(secrets.get(new SecretReference.InEnvironment("TOKEN")).reveal())
        .isEqualTo("from-environment");
    assertThatThrownBy(() -> secrets.get(new SecretReference.InEnvironment("GONE")))
        .hasMessage("secret in environment variable GONE: it is not set");
    assertThatThrownBy(() -> secrets.get(new SecretReference.InFile(directory.resolve("gone"))))
        .hasMessageEndingWith("there is no such file");
  }

  @Test
  void showsNoValueAsText() {
    assertThat(secrets.get(PASSWORD)).hasToString("(secret)");
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
