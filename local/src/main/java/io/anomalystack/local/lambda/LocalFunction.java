package io.anomalystack.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A Lambda function's handler, invoked in this process with the events that Lambda would send.
 *
 * @param name the function's name, as it sees it
 * @param handler the function's own
 * @param timeout how long an invocation may take, as the function is told
 */
public record LocalFunction(String name, RequestStreamHandler handler, Duration timeout) {

  /**
   * Invokes the function.
   *
   * @param event JSON
   * @return its answer, JSON
   * @throws IOException as the function does
   */
  public String invoke(String event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new LocalContext(name, System.nanoTime() + timeout.toNanos()));
    return answer.toString(StandardCharsets.UTF_8);
  }
}
