package io.anomalystack.remedy.command;

import java.io.File;

/** Where a program reads nothing from. */
final class NullFile {
  static final File FILE =
      new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");

  private NullFile() {}
}
