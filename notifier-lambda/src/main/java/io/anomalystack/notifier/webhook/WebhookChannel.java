package io.anomalystack.notifier.webhook;

import io.anomalystack.notifier.channel.OneByOne;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.channel.WebAddress;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.secrets.SecretUnavailableException;
import io.anomalystack.secrets.Secrets;
import java.net.URI;
import java.net.http.HttpClient;
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
 * Posts messages as JSON. The address may be a secret, so messages of errors name its host only.
 */
final class WebhookChannel extends OneByOne {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  private final WebhookSettings settings;
  private final Secrets secrets;
  private final Clock clock;
  private final Duration timeout;

  /** Made when first needed, as it starts threads, which no snapshot of the process should hold. */
  private HttpClient client;

  WebhookChannel(WebhookSettings settings, Secrets secrets, Clock clock) {
    this(settings, secrets, clock, TIMEOUT);
  }

  WebhookChannel(WebhookSettings settings, Secrets secrets, Clock clock, Duration timeout) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
    this.timeout = timeout;
  }

  @Override
  protected Outcome deliver(Message message) {
    try {
      Optional<URI> url = url();
      return url.isEmpty()
          ? Outcome.refused("the secret that should be the address is no web address")
          : post(url.get(), message);
    } catch (SecretUnavailableException e) {
      return Outcome.failedForNow(e.getMessage());
    }
  }

  private Optional<URI> url() {
    return settings
        .url()
        .or(
            () ->
                settings
                    .secretUrl()
                    .flatMap(reference -> WebAddress.parse(secrets.get(reference).reveal())));
  }

  private Outcome post(URI url, Message message) {
    byte[] body =
        settings.form() == WebhookSettings.Form.SLACK
            ? SlackBody.of(message)
            : WebhookBody.of(message);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "anomaly-notifier")
            .header("Idempotency-Key", message.id())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    settings
        .secret()
        .ifPresent(
            reference -> {
              long timestamp = clock.instant().getEpochSecond();
              request
                  .header(WebhookSignature.TIMESTAMP, Long.toString(timestamp))
                  .header(
                      WebhookSignature.SIGNATURE,
                      WebhookSignature.of(secrets.get(reference), timestamp, body));
            });
    return send(url.getHost(), request.build());
  }

  private Outcome send(String host, HttpRequest request) {
    CompletableFuture<HttpResponse<Void>> answer =
        client().sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own timeout ends with the headers, and a body can be without end.
      return outcome(host, answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode());
    } catch (ExecutionException e) {
      return Outcome.failedForNow(host + ": " + e.getCause().getClass().getSimpleName());
    } catch (TimeoutException e) {
      return Outcome.failedForNow(host + ": no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failedForNow(host + ": interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private static Outcome outcome(String host, int status) {
    if (status >= 200 && status < 300) {
      return Outcome.delivered();
    }
    String reason = host + ": HTTP " + status;
    if (status >= 300 && status < 400) {
      return Outcome.refused(reason + "; redirects are not followed, set the address it leads to");
    }
    boolean mayPass = status >= 500 || status == 408 || status == 425 || status == 429;
    return mayPass ? Outcome.failedForNow(reason) : Outcome.refused(reason);
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
