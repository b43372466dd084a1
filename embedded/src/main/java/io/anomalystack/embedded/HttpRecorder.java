package io.anomalystack.embedded;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A web server that keeps what it is sent and answers as it is told. */
public final class HttpRecorder implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new ArrayList<>();
  private Function<Request, Answer> answers;

  /** What was sent. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  public record Request(String path, Headers headers, byte[] body) {
    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a form. */
    public Map<String, String> form() {
      Map<String, String> fields = new TreeMap<>();
      for (String field : text().split("&", -1)) {
        String[] parts = field.split("=", 2);
        fields.put(decoded(parts[0]), decoded(parts[1]));
      }
      return fields;
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** What is answered. */
  public record Answer(int status, String type, String body, Map<String, String> headers) {
    /** Without a body. */
    public Answer(int status) {
      this(status, "text/plain", "", Map.of());
    }

    /** Without further headers. */
    public Answer(int status, String type, String body) {
      this(status, type, body, Map.of());
    }
  }

  /** A server that answers every request so. */
  public HttpRecorder(Function<Request, Answer> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            exchange.getRequestBody().readAllBytes());
    Answer answer;
    synchronized (this) {
      requests.add(request);
      answer = answers.apply(request);
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** From now on answers every request so. */
  public synchronized void answer(Function<Request, Answer> answers) {
    this.answers = answers;
  }

  /** What was sent so far. */
  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The last of it. */
  public Request last() {
    List<Request> all = requests();
    return all.get(all.size() - 1);
  }

  /** Where it is. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
