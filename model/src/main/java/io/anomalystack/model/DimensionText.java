package io.anomalystack.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * A series' dimensions as one text: {@code name=value} sorted by name, joined by {@code ,}; within
 * names and values {@code \}, {@code ,} and {@code =} are escaped by {@code \}. Different
 * dimensions never share a text.
 */
public final class DimensionText {
  private DimensionText() {}

  /**
   * The text of dimensions; the empty text where there are none.
   *
   * @param dimensions in any order
   */
  public static String of(List<Dimension> dimensions) {
    StringBuilder text = new StringBuilder();
    Iterator<Dimension> sorted =
        dimensions.stream().sorted(Comparator.comparing(Dimension::name)).iterator();
    while (sorted.hasNext()) {
      Dimension dimension = sorted.next();
      appendEscaped(text, dimension.name());
      appendEscaped(text.append('='), dimension.value());
      if (sorted.hasNext()) {
        text.append(',');
      }
    }
    return text.toString();
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @return sorted by name
   * @throws IllegalArgumentException if the text is none of dimensions
   */
  public static List<Dimension> parse(String text) {
    List<Dimension> dimensions = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    String name = null;
    for (int i = 0; i <= text.length() && !text.isEmpty(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (c == '\\' && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      } else if (c == '=' && name == null) {
        name = part.toString();
        part.setLength(0);
      } else if (c == ',' && name != null) {
        dimensions.add(new Dimension(name, part.toString()));
        name = null;
        part.setLength(0);
      } else if (c == ',' || c == '=' || c == '\\') {
        throw new IllegalArgumentException(
            "dimensions: must be name=value, joined by commas; stands otherwise at " + i);
      } else {
        part.append(c);
      }
    }
    return dimensions;
  }

  private static void appendEscaped(StringBuilder text, String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '\\' || c == ',' || c == '=') {
        text.append('\\');
      }
      text.append(c);
    }
  }
}
