package io.anomalystack.local.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes.
 *
 * @param in standard input
 * @param rawOut standard output for data: unlike a PrintStream it reports when nobody reads
 * @param out standard output for people
 * @param err standard error
 * @param outStyle whether {@code out} shows colours
 * @param errStyle whether {@code err} shows colours
 * @param interactive whether a person watches {@code err}, so that a line may be written over
 */
public record Terminal(
    InputStream in,
    OutputStream rawOut,
    PrintStream out,
    PrintStream err,
    Style outStyle,
    Style errStyle,
    boolean interactive) {

  /** The process's own, as the {@code anomaly} script describes it by system properties. */
  public static Terminal system() {
    boolean colours = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    boolean outIsTerminal = Boolean.getBoolean("anomaly.out.terminal");
    boolean errIsTerminal = Boolean.getBoolean("anomaly.err.terminal");
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    return new Terminal(
        System.in,
        out,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Style.of(colours && outIsTerminal),
        Style.of(colours && errIsTerminal),
        errIsTerminal);
  }

  /** Streams that nobody watches. */
  public static Terminal plain(InputStream in, OutputStream out, OutputStream err) {
    return new Terminal(
        in,
        out,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Style.PLAIN,
        Style.PLAIN,
        false);
  }
}
