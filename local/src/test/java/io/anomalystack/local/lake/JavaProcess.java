package io.anomalystack.local.lake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A Java program in a process of its own, which can be killed as an operating system kills. */
final class JavaProcess implements AutoCloseable {
  /** How long a process may take for what it is started for; many times what it takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int LAST_LINES = 40;

  private final Process process;
  private final Path output;
  private final Instant end = Instant.now().plus(PATIENCE);

  private JavaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param output where to append what it prints
   */
  static JavaProcess start(Path output, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseParallelGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    return new JavaProcess(builder.start(), output);
  }

  /**
   * Lets a moment pass, in which it must not end; but not for ever.
   *
   * @param missing says what is being waited for
   */
  void letRun(Supplier<String> missing) throws IOException, InterruptedException {
    if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "the process ended with status %d: %s".formatted(process.exitValue(), lastWords()));
    }
    if (Instant.now().isAfter(end)) {
      throw new AssertionError(
          "after %s of the process: %s; %s".formatted(PATIENCE, missing.get(), lastWords()));
    }
  }

  /** The end of what it printed: the file itself goes with the test's directory. */
  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
    return lines.size()
        + " lines printed, the last of them:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
