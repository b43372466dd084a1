package io.anomalystack.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lambda's Runtime API, version 2018-06-01, for one function on this machine: what a runtime asks
 * for its next event and tells its answers.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">AWS's
 *     description</a>
 */
public final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime/";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final long POLL_MILLIS = 100;

  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final BlockingQueue<Invocation> invocations = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private volatile String initError = "";

  private record Invocation(String id, String event, long deadline) {}

  /**
   * What a function answered.
   *
   * @param failed whether it threw; the payload then describes the error
   * @param duration from handing over the event to the answer
   */
  public record Answer(String payload, boolean failed, Duration duration) {}

  private RuntimeApi(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static RuntimeApi start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "lambda-runtime-api");
              thread.setDaemon(true);
              return thread;
            });
    RuntimeApi api = new RuntimeApi(server, threads);
    server.setExecutor(threads);
    server.createContext(ROOT + "invocation/next", api::next);
    server.createContext(ROOT + "invocation/", api::answered);
    server.createContext(ROOT + "init/error", api::failedToStart);
    server.start();
    return api;
  }

  /** Host and port, as the runtime's environment wants it. */
  String address() {
    return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  /** Waits until the function asks for its first event; false if it ends before, or is too slow. */
  boolean awaitReady(Duration patience, BooleanSupplier alive) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!ready.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!initError.isEmpty() || !alive.getAsBoolean() || System.nanoTime() > end) {
        return false;
      }
    }
    return true;
  }

  /** Why the function could not be made, as it said itself. */
  String initError() {
    return initError;
  }

  /** Hands over an event and waits; null if no answer comes in time, or the function has ended. */
  Answer invoke(String event, Duration timeout, BooleanSupplier alive) throws InterruptedException {
    long begin = System.nanoTime();
    long deadline = System.currentTimeMillis() + timeout.toMillis();
    invocations.put(new Invocation(UUID.randomUUID().toString(), event, deadline));
    while (System.nanoTime() - begin < timeout.toNanos()) {
      Answer answer = answers.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (answer != null) {
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        return new Answer(answer.payload(), answer.failed(), taken);
      }
      if (!alive.getAsBoolean()) {
        return null;
      }
    }
    return null;
  }

  private void next(HttpExchange exchange) throws IOException {
    ready.countDown();
    try {
      Invocation invocation = invocations.take();
      exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id());
      exchange
          .getResponseHeaders()
          .set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline()));
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Invoked-Function-Arn",
              "arn:aws:lambda:us-east-1:111122223333:function:local");
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      respond(exchange, OK, invocation.event());
    } catch (InterruptedException e) {
      exchange.close();
    }
  }

  private void answered(HttpExchange exchange) throws IOException {
    String payload = body(exchange);
    boolean failed = exchange.getRequestURI().getPath().endsWith("/error");
    respond(exchange, ACCEPTED, "{}");
    answers.add(new Answer(payload, failed, Duration.ZERO));
  }

  private void failedToStart(HttpExchange exchange) throws IOException {
    initError = body(exchange);
    respond(exchange, ACCEPTED, "{}");
  }

  private static String body(HttpExchange exchange) {
    try {
      return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading what the runtime says", e);
    }
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
