package io.anomalystack.ingestion.postgres;

import java.util.ArrayList;
import java.util.List;

/** A statement as it grows, with what is bound to it. */
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<String> values = new ArrayList<>();

  /** Adds text, and the values of the question marks in it. */
  Sql add(String sql, String... bound) {
    text.append(sql);
    values.addAll(List.of(bound));
    return this;
  }

  Sql add(String sql, List<String> bound) {
    text.append(sql);
    values.addAll(bound);
    return this;
  }

  String text() {
    return text.toString();
  }

  List<String> values() {
    return values;
  }

  /** A name as an identifier, whatever characters it holds. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
