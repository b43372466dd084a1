package io.anomalystack.local.terminal;

import java.io.PrintStream;

/** A line at the bottom of the terminal that is written over; nothing where nobody watches. */
public final class ProgressLine {
  private static final String ERASE = "\r\u001B[K";

  private final Terminal terminal;
  private String shown = "";

  public ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Shows a text in place of the last one. */
  public synchronized void show(String text) {
    if (terminal.interactive()) {
      shown = terminal.errStyle().dim(text);
      terminal.err().print(ERASE + shown);
      terminal.err().flush();
    }
  }

  /** Prints a line that stays, above the progress. */
  public synchronized void print(PrintStream out, String line) {
    if (!shown.isEmpty()) {
      terminal.err().print(ERASE);
      terminal.err().flush();
    }
    out.println(line);
    if (!shown.isEmpty()) {
      terminal.err().print(shown);
      terminal.err().flush();
    }
  }

  /** Takes the line away. */
  public synchronized void clear() {
    if (!shown.isEmpty()) {
      shown = "";
      terminal.err().print(ERASE);
      terminal.err().flush();
    }
  }
}
