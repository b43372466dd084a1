package io.anomalystack.local.failure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file that the logging configuration writes to. */
public final class LogFile {
  /**
   * The property that names it; the logging configuration reads it when the first logger is made.
   */
  private static final String PROPERTY = "anomaly.log.file";

  private static Path byDefault;

  private LogFile() {}

  /** Takes another file than one in the system's place for temporary files. */
  public static void choose(Path file) {
    byDefault = null;
    System.setProperty(PROPERTY, file.toAbsolutePath().toString());
  }

  /** Takes a file of this process in the system's place for temporary files. */
  public static void chooseDefault() {
    Path file =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "anomaly-" + ProcessHandle.current().pid() + ".log");
    choose(file);
    byDefault = file;
  }

  /** Where it lies, if anything has been logged. */
  public static Optional<Path> path() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).filter(Files::exists);
  }

  /** Has the file that nobody asked for go with the JVM, as all went well. */
  public static void discardDefault() {
    if (byDefault != null) {
      byDefault.toFile().deleteOnExit();
    }
  }
}
