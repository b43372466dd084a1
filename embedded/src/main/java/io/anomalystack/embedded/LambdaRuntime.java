package io.anomalystack.embedded;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * A Lambda function in a process of its own, under AWS's own runtime interface client, which asks a
 * local {@link RuntimeApi} for its work. What it does not have of Lambda: a share of a processor
 * that follows the memory, freezing between invocations, and SnapStart.
 */
public final class LambdaRuntime implements AutoCloseable {
  /** How Lambda's Java 17 runtime starts its JVM, and the part of the memory that is heap. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private static final double HEAP_SHARE = 0.85;
  private static final long BYTES_PER_KIBIBYTE = 1024;
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);
  private static final Pattern PEAK_MEMORY = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final RuntimeApi api;
  private final Process process;
  private final Scratch scratch;
  private final Path output;
  private final Duration initialization;

  private LambdaRuntime(
      RuntimeApi api, Process process, Scratch scratch, Path output, Duration initialization) {
    this.api = api;
    this.process = process;
    this.scratch = scratch;
    this.output = output;
    this.initialization = initialization;
  }

  /**
   * Starts a function; it waits for its first event when this returns.
   *
   * @param code the deployment package: a zip file, or a directory with what would be in it
   * @param handler the handler class's name
   * @param environment the function's own variables; of this process' it gets PATH alone
   * @param memory in MiB, as the function is configured
   * @throws IOException if it does not come so far; the message has its output
   */
  public static LambdaRuntime start(
      Path code, String handler, Map<String, String> environment, int memory)
      throws IOException, InterruptedException {
    Scratch scratch = Scratch.directory();
    RuntimeApi api = RuntimeApi.start();
    try {
      Path output = scratch.path().resolve("output.log");
      Path root = Files.isDirectory(code) ? code : unpack(code, scratch.path().resolve("code"));
      long begin = System.nanoTime();
      Process process = process(root, handler, environment, memory, api, output);
      if (!api.awaitReady(START_PATIENCE, process::isAlive)) {
        process.destroyForcibly();
        throw new IOException(
            handler + " did not get ready: " + api.initError() + "\n" + Files.readString(output));
      }
      Duration initialization = Duration.ofNanos(System.nanoTime() - begin);
      return new LambdaRuntime(api, process, scratch, output, initialization);
    } catch (IOException | InterruptedException | RuntimeException e) {
      api.close();
      scratch.close();
      throw e;
    }
  }

  private static Path unpack(Path zip, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
          throw new IOException(zip + ": " + entry.getName() + " would lie outside of it");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream content = file.getInputStream(entry)) {
            Files.copy(content, target);
          }
        }
      }
    }
    return directory;
  }

  private static Process process(
      Path code,
      String handler,
      Map<String, String> environment,
      int memory,
      RuntimeApi api,
      Path output)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.add("-Xmx" + Math.round(memory * HEAP_SHARE) + "m");
    command.addAll(List.of("-cp", classPath(code), AWSLambda.class.getName(), handler));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(code.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().retainAll(List.of("PATH"));
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", "local");
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memory));
    variables.put("AWS_LAMBDA_LOG_FORMAT", "TEXT");
    variables.put("LAMBDA_TASK_ROOT", code.toString());
    variables.putAll(environment);
    return builder.start();
  }

  /** The function's jars in Lambda's order, by name; then the runtime's own. */
  private static String classPath(Path code) throws IOException {
    List<String> entries = new ArrayList<>(List.of(code.toString()));
    try (Stream<Path> jars = Files.list(code.resolve("lib"))) {
      jars.filter(jar -> jar.toString().endsWith(".jar"))
          .map(Path::toString)
          .sorted()
          .forEach(entries::add);
    }
    Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
        .map(LambdaRuntime::jarOf)
        .forEach(entries::add);
    return entries.stream().distinct().collect(Collectors.joining(File.pathSeparator));
  }

  private static String jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where " + type + " lies", e);
    }
  }

  /**
   * Invokes the function and waits for its answer.
   *
   * @param timeout the function's own, from which it knows its remaining time
   * @throws IOException if there is no answer by then; the message has its output
   */
  public RuntimeApi.Answer invoke(String event, Duration timeout)
      throws IOException, InterruptedException {
    RuntimeApi.Answer answer = api.invoke(event, timeout, process::isAlive);
    if (answer == null) {
      throw new IOException(
          (process.isAlive() ? "no answer within " + timeout : "the function has ended")
              + "; it wrote:\n"
              + output());
    }
    return answer;
  }

  /** From the start of the process until it waited for its first event. */
  public Duration initialization() {
    return initialization;
  }

  /**
   * The most memory that the process has had so far, in bytes; -1 where the system does not say.
   */
  public long peakMemory() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return -1;
    }
    Matcher peak = PEAK_MEMORY.matcher(Files.readString(status));
    return peak.find() ? Long.parseLong(peak.group(1)) * BYTES_PER_KIBIBYTE : -1;
  }

  /** What it has written so far: its log. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(END_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
    scratch.close();
  }
}
