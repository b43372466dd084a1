package io.anomalystack.local.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab of a browser: shows a page, does what a user would, and says what went wrong in it. */
public final class Tab implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 20;

  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private WebSocket socket;

  private Tab() {}

  static Tab connect(HttpClient http, URI address) throws Exception {
    Tab tab = new Tab();
    tab.socket =
        http.newWebSocketBuilder()
            .buildAsync(address, tab.new Listener())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      tab.call(domain + ".enable", MAPPER.createObjectNode());
    }
    return tab;
  }

  /** Shows a page; it may still be loading when this returns. */
  public void open(URI page) throws Exception {
    call("Page.navigate", MAPPER.createObjectNode().put("url", page.toString()));
  }

  /** How large the window is, in CSS pixels; narrow ones are a phone's. */
  public void resize(int width, int height, boolean phone) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        MAPPER
            .createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", phone));
  }

  /** Which colours the user prefers. */
  public void preferDark(boolean dark) throws Exception {
    ObjectNode media = MAPPER.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", media);
  }

  /** What an expression of JavaScript gives in the page; of a promise, what it is resolved to. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            MAPPER
                .createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IOException(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until a condition of JavaScript holds in the page. */
  public void await(String condition) throws Exception {
    evaluate(
        "new Promise(done => { const look = () =>"
            + " { let holds = false; try { holds = "
            + condition
            + "; } catch (notYet) {} holds ? done(true) : setTimeout(look, 5); }; look(); })");
  }

  /** Presses a key of the keyboard, such as {@code ArrowRight}. */
  public void press(String key) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          MAPPER.createObjectNode().put("type", type).put("key", key).put("code", key));
    }
  }

  /** Moves the mouse, pressed or not. */
  public void mouse(String type, double x, double y) throws Exception {
    call(
        "Input.dispatchMouseEvent",
        MAPPER
            .createObjectNode()
            .put("type", type)
            .put("x", x)
            .put("y", y)
            .put("button", "left")
            .put("clickCount", 1));
  }

  /** Writes what the tab shows, from top to bottom, as PNG. */
  public void screenshot(Path file) throws Exception {
    JsonNode answer =
        call(
            "Page.captureScreenshot",
            MAPPER.createObjectNode().put("format", "png").put("captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(answer.path("data").textValue()));
  }

  /** What went wrong so far: exceptions, errors on the console, what the policy forbade. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** Every address that was asked for so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, ObjectNode parameters) throws Exception {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode call = MAPPER.createObjectNode().put("id", id).put("method", method);
    call.set("params", parameters);
    socket.sendText(call.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonNode message = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new IOException(method + ": " + message.path("error"));
    }
    return message.path("result");
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.path("id").intValue()).complete(message);
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").textValue()) {
      case "Runtime.exceptionThrown" -> errors.add(parameters.toString());
      case "Runtime.consoleAPICalled" -> {
        if (parameters.path("type").textValue().equals("error")) {
          errors.add(parameters.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (parameters.path("entry").path("level").textValue().equals("error")) {
          errors.add(parameters.path("entry").toString());
        }
      }
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").textValue());
      default -> {
        // Of no interest.
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          take(MAPPER.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          text.setLength(0);
        }
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      answers.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }
}
