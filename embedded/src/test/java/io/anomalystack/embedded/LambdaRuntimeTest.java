package io.anomalystack.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaRuntimeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MEMORY = 256;

  @TempDir Path code;

  /** Says what it was given; throws where it is told to. */
  public static final class Echo implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
        throws IOException {
      String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      if (event.contains("fail")) {
        throw new IllegalArgumentException("as told");
      }
      String answer =
          "{\"event\":%s,\"inTime\":%s,\"secret\":\"%s\"}"
              .formatted(event, context.getRemainingTimeInMillis() > 0, System.getenv("SECRET"));
      output.write(answer.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Cannot be made. */
  public static final class Broken implements RequestStreamHandler {
    public Broken() {
      throw new IllegalStateException("no configuration");
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {}
  }

  @Test
  void answersAndFailsAsTheHandlerDoes() throws Exception {
    try (LambdaRuntime function = start(Echo.class)) {
      RuntimeApi.Answer first = function.invoke("{\"a\":1}", TIMEOUT);
      assertThat(first.failed()).isFalse();
      assertThat(first.payload())
          .isEqualTo("{\"event\":{\"a\":1},\"inTime\":true,\"secret\":\"s3\"}");

      RuntimeApi.Answer second = function.invoke("\"fail\"", TIMEOUT);
      assertThat(second.failed()).isTrue();
      assertThat(second.payload()).contains("as told");

      assertThat(function.invoke("2", TIMEOUT).failed()).isFalse();
      assertThat(function.initialization()).isPositive();
    }
  }

  @Test
  void saysWhyAHandlerCannotBeMade() {
    assertThatIOException()
        .isThrownBy(() -> start(Broken.class).close())
        .withMessageContaining("no configuration");
  }

  private LambdaRuntime start(Class<?> handler) throws Exception {
    Files.createDirectories(code.resolve("lib"));
    String file = handler.getName().replace('.', '/') + ".class";
    Files.createDirectories(code.resolve(file).getParent());
    try (InputStream bytes = handler.getResourceAsStream("/" + file)) {
      Files.write(code.resolve(file), bytes.readAllBytes());
    }
    return LambdaRuntime.start(code, handler.getName(), Map.of("SECRET", "s3"), MEMORY);
  }
}
