package io.anomalystack.benchmarks.accuracy;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows under headings, columns as wide as they need be: the first to the left, others to the right.
 */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** A row of text and numbers; those that are not whole are shown with so many digits. */
  void row(int digits, Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> text(digits, cell)).toList());
  }

  void print(PrintStream out) {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (List<String> row : rows) {
      out.println(
          IntStream.range(0, row.size())
              .mapToObj(column -> pad(row.get(column), widths[column], column == 0))
              .collect(Collectors.joining("  "))
              .stripTrailing());
    }
  }

  private static String pad(String cell, int width, boolean left) {
    String blanks = " ".repeat(width - cell.length());
    return left ? cell + blanks : blanks + cell;
  }

  private static String text(int digits, Object cell) {
    if (cell instanceof Double number) {
      return number.isNaN() ? "-" : String.format(Locale.ROOT, "%." + digits + "f", number);
    }
    return cell.toString();
  }
}
