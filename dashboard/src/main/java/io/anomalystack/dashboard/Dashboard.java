package io.anomalystack.dashboard;

import io.anomalystack.dashboard.api.Api;
import io.anomalystack.dashboard.api.Logs;
import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.dashboard.web.Headers;
import io.anomalystack.dashboard.web.HostName;
import io.anomalystack.dashboard.web.LocalHosts;
import io.anomalystack.dashboard.web.PageFiles;
import io.javalin.Javalin;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web server that shows a lake: what is decided, which anomalies were found, and why. It only
 * reads.
 */
public final class Dashboard implements AutoCloseable {
  /** Where it is by default. */
  public static final int PORT = 8686;

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  /** How often to look for new files: what people call at once. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Of a lake that takes long to list, a tenth of the time goes into that. */
  private static final int REST = 10;

  private final Lake lake;
  private final Logs logs;
  private final Javalin server;
  private final InetAddress address;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lake-refresh");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String problem;

  private Dashboard(Lake lake, Logs logs, InetAddress address) throws IOException {
    this.lake = lake;
    this.logs = logs;
    this.address = address;
    Api api = new Api(lake, logs, () -> problem);
    PageFiles files = new PageFiles();
    LocalHosts hosts = new LocalHosts(address);
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.routes.before(
                  context -> {
                    Headers.set(context);
                    hosts.check(context);
                  });
              api.route(config);
              files.route(config);
              config.routes.exception(
                  HttpResponseException.class,
                  (e, context) ->
                      context.status(e.getStatus()).json(Map.of("error", e.getMessage())));
              config.routes.exception(
                  Exception.class,
                  (e, context) -> {
                    LOG.warn("answering {} failed", context.path(), e);
                    context.status(500).json(Map.of("error", "the lake could not be read"));
                  });
            });
  }

  /** It cannot listen where it was told to: somebody else does, or it may not. */
  public static final class PortTakenException extends Exception {
    PortTakenException(String message) {
      super(message);
    }
  }

  /**
   * Starts to show a lake.
   *
   * @param folder the folder that holds {@code decisions}, or will
   * @param address where to listen
   * @param port 0 for any that is free
   * @throws PortTakenException if it cannot listen there
   */
  public static Dashboard start(Path folder, InetAddress address, int port)
      throws IOException, SQLException, PortTakenException {
    Lake lake = Lake.open(folder);
    Dashboard dashboard = null;
    try {
      dashboard = new Dashboard(lake, Logs.in(folder), address);
      dashboard.listen(port);
      return dashboard;
    } catch (IOException | PortTakenException | RuntimeException e) {
      if (dashboard == null) {
        lake.close();
      } else {
        dashboard.close();
      }
      throw e;
    }
  }

  private void listen(int port) throws PortTakenException {
    // Who comes first does not have to wait for what is there already.
    look();
    try {
      server.start(address.getHostAddress(), port);
    } catch (JavalinBindException e) {
      Throwable reason = e;
      while (reason.getCause() != null) {
        reason = reason.getCause();
      }
      throw new PortTakenException(
          "cannot listen on %s:%d: %s".formatted(HostName.of(address), port, reason.getMessage()));
    }
    lookAgain(LOOK);
  }

  private void lookAgain(Duration later) {
    looking.schedule(
        () -> {
          long begun = System.nanoTime();
          look();
          Duration took = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(REST);
          if (!looking.isShutdown()) {
            lookAgain(took.compareTo(LOOK) > 0 ? took : LOOK);
          }
        },
        later.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Whatever goes wrong, the next look may go right. */
  private void look() {
    String reason;
    try {
      lake.refresh();
      logs.refresh();
      reason = lake.problem();
    } catch (IOException | SQLException | RuntimeException | OutOfMemoryError e) {
      reason = "The lake cannot be read: " + e.getMessage();
    }
    if (reason != null && !reason.equals(problem) && !looking.isShutdown()) {
      LOG.warn(reason);
    }
    problem = reason;
  }

  /** How many decisions it shows by now. */
  public long decisions() throws SQLException {
    return lake.rows(
            SqlQuery.of(
                "select coalesce(sum(decisions), 0) as decisions from series",
                row -> row.whole("decisions")))
        .get(0);
  }

  /** Why what it shows is not all that there is; null if it is. */
  public String problem() {
    return problem;
  }

  /** Where to point a browser. */
  public URI uri() {
    boolean usual = address.equals(InetAddress.getLoopbackAddress());
    String host = usual ? "localhost" : HostName.of(address);
    return URI.create("http://" + host + ":" + server.port() + "/");
  }

  @Override
  public void close() throws SQLException {
    looking.shutdownNow();
    try {
      server.stop();
      // A look that is under way would find its lake closed.
      looking.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lake.close();
    }
  }
}
