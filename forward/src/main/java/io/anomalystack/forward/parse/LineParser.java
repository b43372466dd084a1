package io.anomalystack.forward.parse;

/** Reads the lines of one format. Not for several threads. */
public interface LineParser {
  /** Takes note of a file's first line, before it is parsed, and after a restart without that. */
  default void begin(String firstLine) {}

  /** What a line says. */
  Parsed parse(String line);
}
