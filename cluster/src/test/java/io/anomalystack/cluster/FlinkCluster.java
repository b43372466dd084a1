package io.anomalystack.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone Flink cluster on this machine: a JobManager and TaskManagers of {@link #SLOTS} slots
 * each, every one a process of its own, configured by this module's {@code conf/config.yaml}, but
 * for a checkpoint every second.
 */
final class FlinkCluster implements AutoCloseable {
  /** How many tasks of a job one TaskManager takes. */
  static final int SLOTS = 2;

  /** Settings of {@code conf/config.yaml} for what is not on this machine. */
  private static final List<String> NOT_HERE =
      List.of("jobmanager.memory.", "taskmanager.memory.process.", "metrics.reporter");

  private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final int HEAP_MEBIBYTES = 512;
  private static final int FRAMEWORK_HEAP_MEBIBYTES = 128;
  private static final int OFF_HEAP_MEBIBYTES = 128;
  private static final int NETWORK_MEBIBYTES = 64;
  private static final int METASPACE_MEBIBYTES = 256;
  private static final int MANAGED_MEBIBYTES = 128;

  private final Path directory;
  private final RestApi rest;
  private final FlinkProcess jobManager;
  private final Map<String, FlinkProcess> taskManagers = new LinkedHashMap<>();
  private int started;

  private FlinkCluster(Path directory, RestApi rest, FlinkProcess jobManager) {
    this.directory = directory;
    this.rest = rest;
    this.jobManager = jobManager;
  }

  /**
   * Starts a cluster; its TaskManagers are registered when this returns.
   *
   * @param directory for its configuration, logs, checkpoints and savepoints
   * @param overrides settings of Flink that are to be others than the usual ones
   */
  static FlinkCluster start(Path directory, int taskManagers, Map<String, String> overrides)
      throws Exception {
    Files.createDirectories(directory);
    List<Integer> ports = freePorts();
    Map<String, String> settings = settings(directory, ports.get(0), ports.get(1));
    settings.putAll(overrides);
    configure(directory, settings);
    FlinkCluster cluster =
        new FlinkCluster(
            directory,
            new RestApi("http://localhost:" + ports.get(1)),
            FlinkProcess.start(
                "jobmanager",
                directory,
                List.of("-Xmx384m", "-XX:MaxMetaspaceSize=" + METASPACE_MEBIBYTES + "m"),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                List.of("--configDir", directory.toString())));
    try {
      for (int i = 0; i < taskManagers; i++) {
        cluster.startTaskManager();
      }
      cluster.awaitTaskManagers();
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** Two ports that were free a moment ago. */
  private static List<Integer> freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return List.of(one.getLocalPort(), other.getLocalPort());
    }
  }

  private static Map<String, String> settings(Path directory, int rpc, int rest)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(DeployFiles.configuration());
    settings.keySet().removeIf(key -> NOT_HERE.stream().anyMatch(key::startsWith));
    settings.put("jobmanager.rpc.address", "localhost");
    settings.put("jobmanager.rpc.port", Integer.toString(rpc));
    settings.put("rest.address", "localhost");
    settings.put("rest.bind-address", "localhost");
    settings.put("rest.port", Integer.toString(rest));
    settings.put("jobmanager.bind-host", "localhost");
    settings.put("taskmanager.bind-host", "localhost");
    settings.put("taskmanager.host", "localhost");
    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
    // Both processes work as soon as there are two tasks.
    settings.put("taskmanager.load-balance.mode", "SLOTS");
    // What Flink's start scripts work out for a process before they start it.
    settings.put("taskmanager.cpu.cores", Integer.toString(SLOTS));
    settings.put("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MEBIBYTES + "m");
    settings.put(
        "taskmanager.memory.task.heap.size", HEAP_MEBIBYTES - FRAMEWORK_HEAP_MEBIBYTES + "m");
    settings.put("taskmanager.memory.framework.off-heap.size", OFF_HEAP_MEBIBYTES + "m");
    settings.put("taskmanager.memory.task.off-heap.size", "0");
    settings.put("taskmanager.memory.network.min", NETWORK_MEBIBYTES + "m");
    settings.put("taskmanager.memory.network.max", NETWORK_MEBIBYTES + "m");
    settings.put("taskmanager.memory.managed.size", MANAGED_MEBIBYTES + "m");
    settings.put("taskmanager.memory.jvm-metaspace.size", METASPACE_MEBIBYTES + "m");
    settings.put("taskmanager.memory.jvm-overhead.min", "64m");
    settings.put("taskmanager.memory.jvm-overhead.max", "64m");
    settings.put("io.tmp.dirs", directory.resolve("tmp").toString());
    // A process that is gone is missed within seconds.
    settings.put("heartbeat.interval", "500ms");
    settings.put("heartbeat.timeout", "5s");
    settings.put("heartbeat.rpc-failure-threshold", "2");
    settings.put("security.delegation.tokens.enabled", "false");
    settings.put("metrics.fetcher.update-interval", "500ms");
    settings.put("web.upload.dir", directory.resolve("jars").toString());
    settings.put("execution.checkpointing.dir", directory.resolve("checkpoints").toUri() + "");
    settings.put(
        "execution.checkpointing.savepoint-dir", directory.resolve("savepoints").toUri() + "");
    // Faster: decisions are visible with the next checkpoint.
    settings.put("execution.checkpointing.interval", "1s");
    settings.put("execution.checkpointing.min-pause", "100ms");
    settings.put("restart-strategy.exponential-delay.initial-backoff", "100ms");
    return settings;
  }

  private static void configure(Path directory, Map<String, String> settings) throws IOException {
    List<String> lines = new ArrayList<>();
    settings.forEach((key, value) -> lines.add(key + ": '" + value + "'"));
    Files.write(directory.resolve("config.yaml"), lines);
    Files.createDirectories(directory.resolve("tmp"));
    Files.createDirectories(directory.resolve("jars"));
    try (var log = FlinkCluster.class.getResourceAsStream("/flink-log4j.properties")) {
      Files.copy(log, directory.resolve("log4j.properties"));
    }
  }

  /** One more TaskManager; {@link #awaitTaskManagers} waits for it. */
  void startTaskManager() throws IOException {
    started++;
    String name = "taskmanager-" + started;
    taskManagers.put(
        name,
        FlinkProcess.start(
            name,
            directory,
            List.of(
                "-Xmx" + HEAP_MEBIBYTES + "m",
                "-XX:MaxMetaspaceSize=" + METASPACE_MEBIBYTES + "m",
                "-XX:MaxDirectMemorySize=" + (OFF_HEAP_MEBIBYTES + NETWORK_MEBIBYTES) + "m"),
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            List.of("--configDir", directory.toString(), "-D", "taskmanager.resource-id=" + name)));
  }

  /** Waits until all TaskManagers offer their slots. */
  void awaitTaskManagers() throws Exception {
    Patience.until(
        taskManagers.size() + " TaskManagers are registered",
        () -> {
          assertAlive();
          try {
            return rest.get("/overview").path("taskmanagers").asInt() == taskManagers.size();
          } catch (IOException | AssertionError notYet) {
            return false;
          }
        });
  }

  private void assertAlive() throws IOException {
    jobManager.assertAlive();
    for (FlinkProcess taskManager : taskManagers.values()) {
      taskManager.assertAlive();
    }
  }

  /**
   * Submits a job as an HTTP client does: uploads the jar and runs its main class.
   *
   * @param savepoint where to go on from; null to begin anew
   * @return the job's id; all of its tasks run
   */
  String submit(Path jar, List<String> arguments, int parallelism, String savepoint)
      throws Exception {
    String uploaded = rest.upload("/jars/upload", jar).path("filename").asText();
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("programArgsList", arguments);
    run.put("parallelism", parallelism);
    if (savepoint != null) {
      run.put("savepointPath", savepoint);
    }
    String id = Path.of(uploaded).getFileName().toString();
    String job = rest.post("/jars/" + id + "/run", run).path("jobid").asText();
    awaitRunning(job);
    return job;
  }

  /** The same by Flink's command line, {@code flink run --detached}. */
  String run(Path jar, List<String> arguments, int parallelism, String savepoint) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("run", "--detached", "--parallelism", "" + parallelism));
    if (savepoint != null) {
      command.addAll(List.of("--fromSavepoint", savepoint));
    }
    command.add(jar.toString());
    command.addAll(arguments);
    String output =
        FlinkProcess.start(
                "flink-run-" + System.nanoTime(),
                directory,
                List.of("-Xmx256m"),
                "org.apache.flink.client.cli.CliFrontend",
                command)
            .await();
    Matcher id = JOB_ID.matcher(output);
    if (!id.find()) {
      throw new AssertionError("flink run named no job: " + output);
    }
    awaitRunning(id.group(1));
    return id.group(1);
  }

  /** Waits until all tasks of a job run. */
  void awaitRunning(String job) throws Exception {
    Patience.until(
        "all tasks of job " + job + " run",
        () -> {
          assertAlive();
          JsonNode state = rest.get("/jobs/" + job);
          if (List.of("FAILED", "CANCELED", "FINISHED").contains(state.path("state").asText())) {
            throw new AssertionError(
                "job %s is %s: %s".formatted(job, state.path("state").asText(), exceptions(job)));
          }
          boolean running = state.path("state").asText().equals("RUNNING");
          for (JsonNode vertex : state.path("vertices")) {
            running &= vertex.path("status").asText().equals("RUNNING");
          }
          return running && !state.path("vertices").isEmpty();
        });
  }

  /** Takes a savepoint of a job that goes on; where it lies. */
  String savepoint(String job) throws Exception {
    return triggered(job, rest.post("/jobs/" + job + "/savepoints", Map.of("cancel-job", false)));
  }

  /** Takes a savepoint and ends the job with it; where it lies. */
  String stop(String job) throws Exception {
    String savepoint = triggered(job, rest.post("/jobs/" + job + "/stop", Map.of("drain", false)));
    awaitState(job, "FINISHED");
    return savepoint;
  }

  private String triggered(String job, JsonNode trigger) throws Exception {
    String path = "/jobs/" + job + "/savepoints/" + trigger.path("request-id").asText();
    Patience.until(
        "the savepoint of job " + job,
        () -> rest.get(path).path("status").path("id").asText().equals("COMPLETED"));
    JsonNode operation = rest.get(path).path("operation");
    if (!operation.hasNonNull("location")) {
      throw new AssertionError("no savepoint of job " + job + ": " + operation);
    }
    return operation.path("location").asText();
  }

  /** Ends a job; what it has not committed is lost. */
  void cancel(String job) throws Exception {
    rest.patch("/jobs/" + job + "?mode=cancel");
    awaitState(job, "CANCELED");
  }

  private void awaitState(String job, String state) throws Exception {
    Patience.until(
        "job " + job + " is " + state,
        () -> rest.get("/jobs/" + job).path("state").asText().equals(state));
  }

  /** Kills, as an operating system does, a TaskManager that works for a job. */
  void killTaskManagerOf(String job) throws Exception {
    JsonNode source = rest.get("/jobs/" + job).path("vertices").path(0);
    JsonNode task =
        rest.get("/jobs/" + job + "/vertices/" + source.path("id").asText())
            .path("subtasks")
            .path(0);
    FlinkProcess victim = taskManagers.remove(task.path("taskmanager-id").asText());
    if (victim == null) {
      throw new AssertionError("no TaskManager of job " + job + ": " + task);
    }
    victim.kill();
  }

  /** A metric of a job as a whole, such as {@code numRestarts}; 0 while nobody has counted. */
  long metric(String job, String name) throws Exception {
    return rest.get("/jobs/" + job + "/metrics?get=" + name).path(0).path("value").asLong();
  }

  /**
   * A metric of operators, added up over all tasks; half a second old. 0 while nobody has counted.
   *
   * @param name how it ends: {@code numRecordsIn}, or with the operator before it, as the REST API
   *     writes it
   */
  long counted(String job, String name) throws Exception {
    return counted(job, "metrics", name);
  }

  /** The same of what the JobManager counts for its sources. */
  long countedByJobManager(String job, String name) throws Exception {
    return counted(job, "jm-operator-metrics", name);
  }

  private long counted(String job, String kind, String name) throws Exception {
    long sum = 0;
    for (JsonNode vertex : rest.get("/jobs/" + job).path("vertices")) {
      String metrics = "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/" + kind;
      for (JsonNode metric : rest.get(metrics)) {
        String id = metric.path("id").asText();
        if (id.endsWith("." + name)) {
          String asked = metrics + "?get=" + URLEncoder.encode(id, UTF_8);
          sum += rest.get(asked).path(0).path("value").asLong();
        }
      }
    }
    return sum;
  }

  /** Waits until a job has failed and runs again. */
  void awaitRestarted(String job) throws Exception {
    Patience.until(
        "job " + job + " has failed",
        () ->
            !rest.get("/jobs/" + job + "/exceptions")
                .path("exceptionHistory")
                .path("entries")
                .isEmpty());
    awaitRunning(job);
  }

  /** On how many tasks each of a job's operators runs. */
  int parallelism(String job) throws Exception {
    int parallelism = 0;
    for (JsonNode vertex : rest.get("/jobs/" + job).path("vertices")) {
      parallelism = Math.max(parallelism, vertex.path("parallelism").asInt());
    }
    return parallelism;
  }

  /** What made a job fail. */
  String exceptions(String job) throws IOException, InterruptedException {
    return rest.get("/jobs/" + job + "/exceptions")
        .toPrettyString()
        .replace("\\n", "\n")
        .replace("\\t", "  ");
  }

  /** All that a process has printed so far, such as {@code taskmanager-1}. */
  String output(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".log"), ISO_8859_1);
  }

  @Override
  public void close() throws InterruptedException {
    for (FlinkProcess taskManager : taskManagers.values()) {
      taskManager.close();
    }
    jobManager.close();
  }
}
