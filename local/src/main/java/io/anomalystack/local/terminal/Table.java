package io.anomalystack.local.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in aligned columns. */
public final class Table {
  private static final String GAP = "  ";

  private final boolean[] toTheRight;
  private final int[] widths;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param columns one letter a column: {@code l} aligns to the left, {@code r} to the right
   */
  public Table(String columns) {
    toTheRight = new boolean[columns.length()];
    widths = new int[columns.length()];
    for (int i = 0; i < toTheRight.length; i++) {
      toTheRight[i] = columns.charAt(i) == 'r';
    }
  }

  /** Makes room for cells, at least. */
  public Table fitting(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
    return this;
  }

  /** Adds a row. */
  public Table row(String... cells) {
    fitting(cells);
    rows.add(cells);
    return this;
  }

  /** The rows as lines, no blanks at their ends. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  /** Cells as a line under the rows so far, which may make its columns wider. */
  public String next(String... cells) {
    return fitting(cells).line(cells);
  }

  private String line(String[] row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      line.append(i == 0 ? "" : GAP).append(pad(row[i], widths[i], toTheRight[i]));
    }
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width, boolean toTheRight) {
    String blanks = " ".repeat(Math.max(0, width - text.length()));
    return toTheRight ? blanks + text : text + blanks;
  }
}
