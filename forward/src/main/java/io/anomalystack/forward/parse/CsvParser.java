package io.anomalystack.forward.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser.Feature;
import io.anomalystack.forward.parse.Parsed.Metrics;
import io.anomalystack.forward.parse.Parsed.Other;
import io.anomalystack.forward.parse.Parsed.Unreadable;
import java.util.List;

/**
 * CSV whose first line names the columns; the names stay as they are. A cell that is a number is a
 * number, an empty cell a field that is missing, anything else a text. A cell holds no line break.
 */
final class CsvParser implements LineParser {
  private static final CsvMapper MAPPER = CsvMapper.builder().enable(Feature.TRIM_SPACES).build();

  private String header;
  private List<String> columns;

  @Override
  public void begin(String firstLine) {
    header = firstLine;
    try {
      columns = cells(firstLine);
    } catch (JsonProcessingException e) {
      columns = List.of();
    }
  }

  @Override
  public Parsed parse(String line) {
    if (line.isBlank() || line.equals(header)) {
      return new Other();
    }
    try {
      return parse(cells(line));
    } catch (JsonProcessingException e) {
      return new Unreadable("not a line of CSV: " + e.getOriginalMessage());
    }
  }

  private Parsed parse(List<String> cells) {
    if (cells.size() != columns.size()) {
      return new Unreadable(
          "%d cells, but the header has %d columns".formatted(cells.size(), columns.size()));
    }
    ObjectNode fields = JsonNodeFactory.withExactBigDecimals(true).objectNode();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (!cell.isEmpty()) {
        fields.set(columns.get(i), MetricValue.of(cell).orElseGet(() -> fields.textNode(cell)));
      }
    }
    return new Metrics(fields, null);
  }

  private static List<String> cells(String line) throws JsonProcessingException {
    return List.of(MAPPER.readValue(line, String[].class));
  }
}
