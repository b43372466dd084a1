package io.anomalystack.lake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LakeSqlTest {
  private static final Path FOLDER = Path.of("src/main/resources/io/anomalystack/lake/sql");

  @Test
  void namesEveryFileThatThereIs() throws Exception {
    assertThat(names("views")).containsExactlyInAnyOrderElementsOf(LakeSql.VIEWS);
    assertThat(names("queries")).containsExactlyInAnyOrderElementsOf(LakeSql.QUERIES);
  }

  @Test
  void saysOfEveryParameterWhatItIs() {
    for (String name : LakeSql.QUERIES) {
      String query = LakeSql.query(name);
      assertThat(query).as(name).startsWith("-- ");
      assertThat(query.contains("?")).as(name).isEqualTo(query.contains("-- Parameter"));
    }
  }

  private static List<String> names(String folder) throws Exception {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.map(file -> file.getFileName().toString().replace(".sql", "")).toList();
    }
  }
}
