package io.anomalystack.local.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardCommandTest {
  private static final String STEP =
      " iteration %8d/ 1000 | elapsed time per iteration (ms): 1000.0 | lm loss: 1.5E+00 |%n";

  @TempDir Path directory;
  private Path log;

  @BeforeEach
  void write() throws IOException {
    log = directory.resolve("train.log");
    Files.writeString(log, "> loading\n" + STEP.formatted(1) + "iteration 2/ 1000 | lm lo\n");
  }

  @Test
  void writesRecordsOfWhatThereIsAndCountsTheRest() {
    Cli forward =
        Cli.run(
            "forward",
            log.toString(),
            "--once",
            "--output",
            "-",
            "--start",
            "2024-11-22T15:00:00Z",
            "--set",
            "run=llm-7b");

    assertThat(forward.status()).isZero();
    assertThat(forward.out())
        .isEqualTo(
            "{\"step\":1,\"iterations\":1000,\"step_time\":1.0,\"loss\":1.5,"
                + "\"timestamp\":\"2024-11-22T15:00:01Z\",\"run\":\"llm-7b\"}\n");
    assertThat(forward.err())
        .contains("not understood: iteration 2: expected 'name: value'")
        .contains("1 record sent; 1 line without metrics, 1 not understood");
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    String[] command = {
      "forward",
      log.toString(),
      "--once",
      "--output",
      "-",
      "--position",
      directory.resolve("position").toString()
    };
    assertThat(Cli.run(command).out()).contains("\"step\":1,");
    Files.writeString(log, STEP.formatted(3), APPEND);

    assertThat(Cli.run(command).out()).contains("\"step\":3,").hasLineCount(1);
    assertThat(Cli.run(command).out()).isEmpty();
  }

  @Test
  void saysWhatIsWrongBeforeItBegins() throws IOException {
    Path position = Files.writeString(directory.resolve("position"), "{\"offset\":1}");
    assertUsage("where to: either", log.toString());
    assertUsage("no such file", directory.resolve("none").toString(), "--once", "--output", "-");
    assertUsage("is a directory", directory.toString(), "--output", "-");
    assertUsage(
        "not a position that 'forward' has written",
        log.toString(),
        "--output",
        "-",
        "--position",
        position.toString());
    assertUsage(
        "expected megatron, torchtitan, json or csv, was 'xml'",
        log.toString(),
        "--output",
        "-",
        "--format",
        "xml");
  }

  private static void assertUsage(String message, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "forward";
    System.arraycopy(arguments, 0, command, 1, arguments.length);

    Cli forward = Cli.run(command);

    assertThat(forward.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(forward.err()).contains(message).doesNotContain("\tat ");
  }
}
