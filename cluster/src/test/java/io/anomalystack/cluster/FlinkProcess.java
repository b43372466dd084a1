package io.anomalystack.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of Flink's programs in a process of its own, with nothing but Flink's lib on its path. */
final class FlinkProcess implements AutoCloseable {
  /** The folder that the build fills with what a distribution's lib folder holds. */
  private static final Path LIB = Path.of(System.getProperty("flink.lib", "target/flink/lib"));

  /** What the config.yaml of a distribution opens of the JDK, by {@code env.java.opts.all}. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  private static final int LAST_LINES = 60;

  private final String name;
  private final Process process;
  private final Path output;

  private FlinkProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a program.
   *
   * @param name what it is called in messages; its output goes to {@code NAME.log} beside the
   *     configuration
   * @param configuration the folder with {@code config.yaml}
   * @param jvm options, such as the heap's size
   */
  static FlinkProcess start(
      String name, Path configuration, List<String> jvm, String program, List<String> arguments)
      throws IOException {
    if (!Files.isDirectory(LIB)) {
      throw new IOException(
          LIB.toAbsolutePath() + ": is not there; `mvn -pl cluster -am verify` makes it");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Two processors for all: a compiler that is soon done, a collector without threads.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.addAll(jvm);
    command.add("-Dlog4j2.configurationFile=" + configuration.resolve("log4j.properties"));
    command.addAll(List.of("-cp", LIB + File.separator + "*", program));
    command.addAll(arguments);
    Path output = configuration.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("FLINK_CONF_DIR", configuration.toString());
    return new FlinkProcess(name, builder.start(), output);
  }

  /** Waits for its end; fails where that is no good one. */
  String await() throws IOException, InterruptedException {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      kill();
      throw new AssertionError(name + " did not end within a minute: " + lastWords());
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          name + " ended with status " + process.exitValue() + ": " + lastWords());
    }
    return Files.readString(output);
  }

  /** Fails if it has ended. */
  void assertAlive() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError(
          name + " ended with status " + process.exitValue() + ": " + lastWords());
    }
  }

  /** The end of what it printed: the file itself goes with the test's directory. */
  String lastWords() throws IOException {
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
