package io.anomalystack.model.config;

import java.util.List;

/**
 * A configuration file as a tree that keeps what common data binding loses: every scalar's text as
 * it was written ({@code 010}, {@code 1.0}, {@code no}), duplicate keys, and where everything
 * stands.
 */
public sealed interface ConfigNode {
  /** Where the node begins. */
  Position position();

  /**
   * A single value; quoted or not makes no difference, save that only a bare null is one.
   *
   * @param text as written, without its quotes
   */
  record Scalar(String text, boolean isNull, Position position) implements ConfigNode {}

  /** A list. */
  record Sequence(List<ConfigNode> items, Position position) implements ConfigNode {}

  /** A map, its entries in the order of the file. */
  record Mapping(List<Entry> entries, Position position) implements ConfigNode {}

  /** One entry of a map; the key of a well-made file is a scalar. */
  record Entry(ConfigNode key, ConfigNode value) {}

  /** Line and column, both from 1. */
  record Position(int line, int column) implements Comparable<Position> {
    /** The beginning of a file. */
    public static final Position START = new Position(1, 1);

    @Override
    public int compareTo(Position other) {
      int byLine = Integer.compare(line, other.line);
      return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
      return "line " + line + ", column " + column;
    }
  }
}
