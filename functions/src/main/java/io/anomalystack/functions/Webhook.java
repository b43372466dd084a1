package io.anomalystack.functions;

import io.anomalystack.secrets.SecretReference;
import io.anomalystack.secrets.SecretUnavailableException;
import io.anomalystack.secrets.Secrets;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts JSON to an address, signed where there is a secret. The address may be a secret itself, so
 * reasons name its host only. Redirects are not followed: what is signed would go where nobody
 * configured it to.
 */
public final class Webhook {
  /** How long a post may take. */
  public static final Duration TIMEOUT = Duration.ofSeconds(8);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final WebhookTarget target;
  private final String userAgent;
  private final Secrets secrets;
  private final Clock clock;
  private final Duration timeout;

  /** Made when first needed, as it starts threads, which no snapshot of the process should hold. */
  private HttpClient client;

  /**
   * Nothing is connected yet.
   *
   * @param userAgent who posts
   * @param timeout until the whole answer is there
   */
  public Webhook(
      WebhookTarget target, String userAgent, Secrets secrets, Clock clock, Duration timeout) {
    this.target = target;
    this.userAgent = userAgent;
    this.secrets = secrets;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Posts a body.
   *
   * @param id by which the other side knows it again
   * @param body JSON
   */
  public PostOutcome post(String id, byte[] body) {
    try {
      Optional<URI> url = url();
      if (url.isEmpty()) {
        return new PostOutcome(
            PostOutcome.Kind.REFUSED, "the secret that should be the address is no web address");
      }
      return send(url.get().getHost(), request(url.get(), id, body));
    } catch (SecretUnavailableException e) {
      return new PostOutcome(PostOutcome.Kind.BUSY, e.getMessage());
    }
  }

  private Optional<URI> url() {
    return target
        .url()
        .or(
            () ->
                target
                    .secretUrl()
                    .flatMap(reference -> WebAddress.parse(secrets.get(reference).reveal())));
  }

  private HttpRequest request(URI url, String id, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", userAgent)
            .header("Idempotency-Key", id)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    target.secret().ifPresent(reference -> sign(request, reference, body));
    return request.build();
  }

  private void sign(HttpRequest.Builder request, SecretReference reference, byte[] body) {
    long timestamp = clock.instant().getEpochSecond();
    request
        .header(WebhookSignature.TIMESTAMP, Long.toString(timestamp))
        .header(
            WebhookSignature.SIGNATURE,
            WebhookSignature.of(secrets.get(reference), timestamp, body));
  }

  private PostOutcome send(String host, HttpRequest request) {
    CompletableFuture<HttpResponse<Void>> answer =
        client().sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own timeout ends with the headers, and a body can be without end.
      return outcome(host, answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      boolean neverSent =
          cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
      return new PostOutcome(
          neverSent ? PostOutcome.Kind.BUSY : PostOutcome.Kind.UNKNOWN,
          host + ": " + cause.getClass().getSimpleName());
    } catch (TimeoutException e) {
      return new PostOutcome(
          PostOutcome.Kind.UNKNOWN, host + ": no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PostOutcome(PostOutcome.Kind.UNKNOWN, host + ": interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private static PostOutcome outcome(String host, int status) {
    if (status >= 200 && status < 300) {
      return new PostOutcome(PostOutcome.Kind.ACCEPTED, "");
    }
    String reason = host + ": HTTP " + status;
    if (status >= 300 && status < 400) {
      return new PostOutcome(
          PostOutcome.Kind.REFUSED,
          reason + "; redirects are not followed, set the address it leads to");
    }
    if (status >= 500 && status != 503) {
      return new PostOutcome(PostOutcome.Kind.UNKNOWN, reason);
    }
    boolean comeAgain = status == 503 || status == 408 || status == 425 || status == 429;
    return new PostOutcome(comeAgain ? PostOutcome.Kind.BUSY : PostOutcome.Kind.REFUSED, reason);
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }
}
