package io.anomalystack.local.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in one line why something failed. */
public final class Reasons {
  private Reasons() {}

  /** The innermost reason in a chain of causes: the others only say who passed it on. */
  public static String of(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    if (innermost instanceof NoSuchFileException e) {
      return e.getFile() + ": no such file";
    }
    if (innermost instanceof AccessDeniedException e) {
      return e.getFile() + ": permission denied";
    }
    if (innermost instanceof FileSystemException e && e.getReason() != null) {
      return e.getFile() + ": " + e.getReason();
    }
    if (innermost instanceof OutOfMemoryError) {
      return "out of memory; give it more, as in ANOMALY_JAVA_OPTS=-Xmx4g";
    }
    String message = innermost.getMessage();
    return message == null || message.isBlank()
        ? innermost.getClass().getSimpleName()
        : message.lines().findFirst().orElseThrow();
  }
}
