package io.anomalystack.job.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowTest {
  private static final String SPECIAL = "\",\n ab0é";

  @Test
  void splitsAtCommasOutsideOfQuotes() throws Exception {
    assertThat(CsvRow.split("a,,\"b,c\",\"d\"\"e\",\" f \","))
        .containsExactly("a", "", "b,c", "d\"e", " f ", "");
    assertThat(CsvRow.split("")).containsExactly("");
    assertThat(CsvRow.split("\"\"")).containsExactly("");
    assertThat(CsvRow.split("a \"quoted\" b")).containsExactly("a \"quoted\" b");
  }

  @Test
  void refusesBrokenQuotes() {
    assertThatThrownBy(() -> CsvRow.split("a,\"b"))
        .hasMessageContaining("character 2 is not closed");
    assertThatThrownBy(() -> CsvRow.split("\"a\"b")).hasMessageContaining("character 3");
  }

  @Test
  void headerLosesItsByteOrderMarkAndTheSpacesAroundNames() {
    assertThat(CsvRow.header("\uFEFFtimestamp, product name ,\"a,b\""))
        .containsExactly("timestamp", "product name", "a,b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvRow.header("a,\"b"))
        .withMessageContaining("header");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsQuotedByTheRulesReadsBack(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      List<String> cells = randomCells(random);
      String row =
          cells.stream()
              .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
              .collect(Collectors.joining(","));

      assertThat(CsvRow.split(row)).isEqualTo(cells);
    }
  }

  private static List<String> randomCells(SplittableRandom random) {
    List<String> cells = new ArrayList<>();
    int columns = random.nextInt(1, 6);
    for (int i = 0; i < columns; i++) {
      StringBuilder cell = new StringBuilder();
      int length = random.nextInt(6);
      for (int j = 0; j < length; j++) {
        cell.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
      }
      cells.add(cell.toString());
    }
    return cells;
  }
}
