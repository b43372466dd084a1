package io.anomalystack.local.cli;

import io.anomalystack.local.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The command line, run in this JVM, and what became of it. */
public record Cli(int status, String out, String err) {
  /** Runs a command that reads nothing. */
  public static Cli run(String... args) {
    return runWithInput(new byte[0], args);
  }

  static Cli runWithInput(byte[] input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Anomaly.execute(Terminal.plain(new ByteArrayInputStream(input), out, err), args);
    return new Cli(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
