package io.anomalystack.local.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.embedded.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Chromium that is installed, without a window, steered by its DevTools protocol. A library for
 * that would bring 200 MB of its own browser's driver to everybody who builds.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final String LISTENING = "DevTools listening on ";
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final Scratch profile;
  private final URI devTools;
  private final HttpClient http = HttpClient.newHttpClient();

  private Chromium(Process process, Scratch profile, URI devTools) {
    this.process = process;
    this.profile = profile;
    this.devTools = devTools;
  }

  /** Where Chromium, or one like it, is installed. */
  public static Optional<Path> find() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it, with nothing from before. */
  public static Chromium start(Path executable) throws Exception {
    Scratch profile = Scratch.directory();
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless=new",
                // A container's root may not have a sandbox; the pages are our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile.path(),
                "about:blank")
            .redirectErrorStream(true)
            .start();
    CompletableFuture<URI> address = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, address), "chromium");
    reader.setDaemon(true);
    reader.start();
    try {
      return new Chromium(process, profile, address.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (Exception e) {
      process.destroyForcibly();
      profile.close();
      throw e;
    }
  }

  /** To the end, as a process whose output nobody reads stops. */
  private static void read(Process process, CompletableFuture<URI> address) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder said = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith(LISTENING)) {
          address.complete(URI.create(line.substring(LISTENING.length()).strip()));
        }
      }
      address.completeExceptionally(new IOException("Chromium did not start: " + said));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }

  /** The tab that is open. */
  public Tab tab() throws Exception {
    URI list = URI.create("http://" + devTools.getAuthority() + "/json/list");
    String targets =
        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode target : new ObjectMapper().readTree(targets)) {
      if (target.path("type").textValue().equals("page")) {
        return Tab.connect(http, URI.create(target.path("webSocketDebuggerUrl").textValue()));
      }
    }
    throw new IOException("Chromium has no tab: " + targets);
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    profile.close();
  }
}
