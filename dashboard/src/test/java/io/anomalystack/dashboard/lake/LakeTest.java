package io.anomalystack.dashboard.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.dashboard.DecisionBuilder;
import io.anomalystack.dashboard.TestLake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
  @TempDir Path folder;

  private TestLake files;
  private Lake lake;

  @BeforeEach
  void open() throws Exception {
    files = new TestLake(folder);
    lake = Lake.open(folder);
  }

  @AfterEach
  void close() throws Exception {
    lake.close();
  }

  @Test
  void anEmptyLakeHasNoSeries() throws Exception {
    assertThat(lake.refresh()).isFalse();

    assertThat(seriesAndDecisions()).isEmpty();
    assertThat(lake.modified()).isNull();
  }

  @Test
  void takesInWhatIsWrittenLater() throws Exception {
    files.write("a", new DecisionBuilder().at("2026-03-01T12:00:00Z"));
    lake.refresh();
    files.write(
        "b",
        new DecisionBuilder().at("2026-03-01T12:01:00Z"),
        new DecisionBuilder().at("2026-03-02T00:00:00Z"));

    assertThat(lake.refresh()).isTrue();

    assertThat(seriesAndDecisions()).containsExactly("product=pen 3");
    assertThat(lake.refresh()).isFalse();
  }

  @Test
  void changesItsVersionWithWhatItHolds() throws Exception {
    long empty = lake.version();
    files.write("a", new DecisionBuilder());
    lake.refresh();
    long filled = lake.version();
    lake.refresh();

    assertThat(filled).isNotEqualTo(empty);
    assertThat(lake.version()).isEqualTo(filled);
  }

  @Test
  void forgetsWhatIsRemoved() throws Exception {
    files.write("a", new DecisionBuilder().dimension("product", "pen"));
    files.write("b", new DecisionBuilder().dimension("product", "ink").at("2026-03-02T00:00:00Z"));
    lake.refresh();
    files.write("b", List.of());

    lake.refresh();

    assertThat(seriesAndDecisions()).containsExactly("product=pen 1");
  }

  @Test
  void countsADecisionOnceHoweverOftenItWasWritten() throws Exception {
    DecisionBuilder spike = new DecisionBuilder().at("2026-03-01T12:00:00Z").alert(90);
    files.write("a", spike, new DecisionBuilder().at("2026-03-01T12:01:00Z"));
    files.write("after-a-restore", spike);

    lake.refresh();

    assertThat(seriesAndDecisions()).containsExactly("product=pen 2");
    assertThat(lake.rows(SqlQuery.of("select * from alerts", row -> row.number("anomaly_score"))))
        .containsExactly(90.0);
  }

  @Test
  void doesNotSeeFilesThatAreBeingWritten() throws Exception {
    files.write("a", new DecisionBuilder());
    Path day = folder.resolve("decisions/date=2026-03-01");
    Files.write(day.resolve(".part-0-0.parquet.inprogress.1"), new byte[100]);
    Files.write(day.resolve("_temporary.parquet"), new byte[100]);

    lake.refresh();

    assertThat(seriesAndDecisions()).containsExactly("product=pen 1");
  }

  @Test
  void aFileThatCannotBeReadKeepsBackItsDayAlone() throws Exception {
    files.write("a", new DecisionBuilder());
    lake.refresh();
    Path broken = folder.resolve("decisions/date=2026-03-01/broken.parquet");
    Files.writeString(broken, "this is no Parquet");
    files.write("b", new DecisionBuilder().at("2026-03-02T00:00:00Z"));

    assertThat(lake.refresh()).isTrue();
    assertThat(lake.problem()).contains("Of 2026-03-01", "broken.parquet");
    assertThat(seriesAndDecisions()).containsExactly("product=pen 2");
    assertThat(
            lake.rows(
                "2026-03-01",
                "2026-03-02",
                SqlQuery.of("select count(*) n from decisions", row -> row.whole("n"))))
        .containsExactly(2L);
    assertThat(lake.refresh()).as("tried again without a change").isFalse();

    Files.delete(broken);
    files.write("c", new DecisionBuilder().at("2026-03-01T12:01:00Z"));
    lake.refresh();
    assertThat(lake.problem()).isNull();
    assertThat(seriesAndDecisions()).containsExactly("product=pen 3");
  }

  @Test
  void aFolderWithAQuoteInItsNameIsNoSql() throws Exception {
    Path hostile = Files.createDirectories(folder.resolve("it's'); drop table series; --"));
    new TestLake(hostile).write("a", new DecisionBuilder());
    try (Lake quoted = Lake.open(hostile)) {
      quoted.refresh();

      assertThat(quoted.rows(SqlQuery.of("select count(*) n from series", row -> row.whole("n"))))
          .containsExactly(1L);
    }
  }

  private List<String> seriesAndDecisions() throws Exception {
    return lake.rows(
        SqlQuery.of(
            "select dimensions, decisions from series order by dimensions",
            row -> row.text("dimensions") + " " + row.whole("decisions")));
  }
}
