package io.anomalystack.ingestion.postgres;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a row's key: that of its column, or of several a JSON array of their texts. */
final class RowKey {
  private RowKey() {}

  static String text(List<String> key) {
    if (key.size() == 1) {
      return key.get(0);
    }
    return key.stream()
        .map(part -> '"' + new String(JsonStringEncoder.getInstance().quoteAsString(part)) + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
