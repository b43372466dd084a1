package io.anomalystack.dashboard.lake;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class LakeSqlOnDuckDbTest extends LakeSqlContract {
  @TempDir static Path folder;

  private static Lake lake;

  @BeforeAll
  static void open() throws Exception {
    write(folder);
    lake = Lake.open(folder);
    lake.refresh();
  }

  @AfterAll
  static void close() throws Exception {
    lake.close();
  }

  @Override
  List<String> rows(String sql, Object... parameters) throws Exception {
    return lake.rows(
        "2026-01-01", "2026-12-31", SqlQuery.of(sql, row -> text(row.result()), parameters));
  }
}
