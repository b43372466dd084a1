package io.anomalystack.dashboard.lake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A Trino of its own process over a folder, with the Hive connector and a metastore in files. */
final class TrinoServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final int port;

  private TrinoServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param java the {@code java} to run it with, of version 24 or later
   * @param installation its {@code lib}, and {@code plugin} with the Hive connector
   * @param work an existing folder for its own files
   * @param folder what it sees as {@code local:///}
   */
  static TrinoServer start(Path java, Path installation, Path work, Path folder) throws Exception {
    int port = freePort();
    Path config = work.resolve("config.properties");
    Files.writeString(
        config,
        """
        coordinator=true
        node-scheduler.include-coordinator=true
        http-server.http.port=%d
        discovery.uri=http://localhost:%d
        catalog.management=static
        catalog.config-dir=%s
        plugin.dir=%s
        """
            .formatted(port, port, work.resolve("catalog"), installation.resolve("plugin")));
    Files.createDirectories(work.resolve("catalog"));
    Files.writeString(
        work.resolve("catalog/hive.properties"),
        """
        connector.name=hive
        hive.metastore=file
        hive.ignore-absent-partitions=true
        hive.metastore.catalog.dir=local:///metastore
        fs.native-local.enabled=true
        local.location=%s
        """
            .formatted(folder));
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx1500M",
                "-cp",
                installation.resolve("lib") + "/*",
                "-Dconfig=" + config,
                "-Dnode.environment=test",
                "-Dnode.id=test",
                "-Dnode.data-dir=" + work.resolve("data"),
                "io.trino.server.TrinoServer")
            .directory(work.toFile())
            .redirectErrorStream(true)
            .start();
    CompletableFuture<Void> started = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, started), "trino");
    reader.setDaemon(true);
    reader.start();
    TrinoServer server = new TrinoServer(process, port);
    try {
      started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /** To the end, as a process whose output nobody reads stops. */
  private static void read(Process process, CompletableFuture<Void> started) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("SERVER STARTED")) {
          started.complete(null);
        }
        if (line.contains("ERROR")) {
          said.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      said.append(e);
    }
    started.completeExceptionally(new IOException("Trino did not start: " + said));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A connection whose tables are those of a schema. */
  Connection connect(String schema) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:trino://localhost:%d/hive/%s?user=test&timezone=UTC".formatted(port, schema));
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
