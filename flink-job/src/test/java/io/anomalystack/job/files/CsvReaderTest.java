package io.anomalystack.job.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.ingest.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  @Test
  void aQuotedCellMaySpanLines() throws IOException {
    assertThat(rows("a,\"b\r\nc\",d\ne")).containsExactly("0: a,\"b\nc\",d", "2: e");
  }

  @Test
  void doubledQuotesAndCommasDoNotEndACell() throws IOException {
    assertThat(rows("\"a\"\"\nb,\",c\nd")).containsExactly("0: \"a\"\"\nb,\",c", "2: d");
  }

  @Test
  void aQuoteInsideACellOpensNone() throws IOException {
    assertThat(rows("pipe of 5\",3\nb")).containsExactly("0: pipe of 5\",3", "1: b");
  }

  @Test
  void aCellThatIsNeverClosedCostsItsLineOnly() throws IOException {
    assertThat(rows("a\n\"b\nc\nd\n")).containsExactly("0: a", "1: \"b", "2: c", "3: d");
  }

  @Test
  void aCellThatIsClosedTooFarAwayCostsItsLineOnly() throws IOException {
    String filler = ("x".repeat(99) + "\n").repeat(11_000);

    List<String> rows = rows("\"a\n" + filler + "b\"\nc");

    assertThat(rows).hasSize(11_003).startsWith("0: \"a").endsWith("11001: b\"", "11002: c");
  }

  @Test
  void blankLinesAreRows() throws IOException {
    assertThat(rows("a\n\nb")).containsExactly("0: a", "1: ", "2: b");
  }

  private static List<String> rows(String text) throws IOException {
    CsvReader reader =
        new CsvReader(
            new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    List<String> rows = new ArrayList<>();
    for (RawRecord row = reader.next(); row != null; row = reader.next()) {
      rows.add(row.offset() + ": " + new String(row.value(), StandardCharsets.UTF_8));
    }
    return rows;
  }
}
