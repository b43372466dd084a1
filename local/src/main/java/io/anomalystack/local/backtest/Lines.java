package io.anomalystack.local.backtest;

import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** A report on the terminal as it grows: titles, and tables below them. */
final class Lines {
  private static final String INDENT = "  ";

  private final Style style;
  private final List<String> lines = new ArrayList<>();

  Lines(Style style) {
    this.style = style;
  }

  /** A title, set off from what is above. */
  Lines title(String text) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(style.bold(text));
    return this;
  }

  /** A line below a title. */
  Lines line(String text) {
    lines.add(INDENT + text);
    return this;
  }

  /** A table without a header. */
  Lines table(Table table) {
    table.lines().forEach(this::line);
    return this;
  }

  /** A table whose first row is a header. */
  Lines tableWithHeader(List<String> table) {
    line(style.dim(table.get(0)));
    table.subList(1, table.size()).forEach(this::line);
    return this;
  }

  /** Says how much of a list is not shown, if any. */
  Lines more(int left) {
    return left > 0 ? line("… and " + left + " more") : this;
  }

  List<String> all() {
    return lines;
  }
}
