package io.anomalystack.remedy.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The last line that a program prints, of which only the end is ever held. */
final class LastLine {
  private static final int MOST_BYTES = 4096;
  private static final int MOST_CHARS = 200;

  /** What a program has left running may hold its output open for ever. */
  private static final long PATIENCE_MILLIS = 1000;

  private final byte[] end = new byte[MOST_BYTES];
  private int length;
  private final CompletableFuture<Void> read = new CompletableFuture<>();

  private LastLine() {}

  /** Begins to read, in a thread of its own, so that the program never waits for its reader. */
  static LastLine of(InputStream output) {
    LastLine line = new LastLine();
    Thread thread = new Thread(() -> line.readAll(output), "command-output");
    thread.setDaemon(true);
    thread.start();
    return line;
  }

  private void readAll(InputStream output) {
    byte[] buffer = new byte[MOST_BYTES];
    try (output) {
      for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
        append(buffer, count);
      }
    } catch (IOException e) {
      // It was killed: what it said until then is what it said.
    } finally {
      read.complete(null);
    }
  }

  private synchronized void append(byte[] buffer, int count) {
    int kept = Math.min(length, MOST_BYTES - count);
    System.arraycopy(end, length - kept, end, 0, kept);
    System.arraycopy(buffer, 0, end, kept, count);
    length = kept + count;
  }

  /** The line, on one line and not too long; empty where nothing was printed. */
  Optional<String> text() throws InterruptedException {
    try {
      read.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // What is there has to do.
    }
    String text;
    synchronized (this) {
      text = new String(end, 0, length, StandardCharsets.UTF_8).strip();
    }
    String line = text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", "?");
    return Optional.of(line.substring(0, Math.min(line.length(), MOST_CHARS)))
        .filter(shown -> !shown.isBlank());
  }
}
