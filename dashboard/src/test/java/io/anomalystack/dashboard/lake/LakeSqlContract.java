package io.anomalystack.dashboard.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.dashboard.DecisionBuilder;
import io.anomalystack.dashboard.TestLake;
import io.anomalystack.lake.sql.LakeSql;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.FindingsJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the lake's own SQL answers over files as they are written, whichever engine reads them. An
 * engine is given all files at once, before the first question.
 */
abstract class LakeSqlContract {
  private static final DecisionBuilder PEN = new DecisionBuilder().dimension("product", "pen");
  private static final String PEN_SERIES = PEN.series();
  private static final String INK_SERIES = ink(new DecisionBuilder()).series();

  /**
   * The rows of a query of the lake.
   *
   * @param name one of {@link LakeSql#QUERIES}
   */
  final List<String> ask(String name, Object... parameters) throws Exception {
    return rows(LakeSql.query(name), parameters);
  }

  /** The rows of a query on {@code decisions} and the lake's views, their columns as text. */
  abstract List<String> rows(String sql, Object... parameters) throws Exception;

  /** Fills a lake. */
  static void write(Path folder) throws Exception {
    TestLake lake = new TestLake(folder);
    DecisionBuilder spike = day1("13:30").seen(3, 30).alert(90).value(99);
    lake.write(
        "a",
        day1("12:00").seen(1, 10),
        day1("12:01").seen(2, 30).alert(80),
        spike,
        day2("00:00").seen(4, 40),
        ink(day1("12:00")).seen(1, 50).alert(75),
        ink(day2("00:00")).seen(2, 60).value(-1),
        day2("00:00").detector("café").seen(7, 50));
    lake.write("after-a-restore", spike);
    DecisionBuilder unsure = day2("06:00").detector("twice").seen(3, 30).alert(72);
    lake.write("with-one-threshold", unsure);
    lake.write("with-another", unsure.copy().score(72).threshold(90));
    DecisionBuilder names = day2("05:00").detector("names");
    lake.write(
        "hostile",
        names.copy().dimension("x,y", "b"),
        names.copy().dimension("y", "b"),
        names.copy().dimension("y", "b,c=d"),
        names.copy().dimension("y", "b\\"),
        names.copy().dimensions(new Dimension("y", "b\\"), new Dimension("z", "'; drop --")));
    List<DecisionBuilder> layers = new ArrayList<>();
    for (int step = 0; step < 10; step++) {
      layers.add(layer("h.1", step, step == 3 ? 9.5 : 0.5));
      layers.add(layer("h.2", step, step == 4 ? -2 : 0.25));
    }
    lake.write("layers", layers);
    ofAnEarlierRelease(folder);
  }

  private static DecisionBuilder layer(String name, int step, double deviation) {
    return day1("07:0" + step)
        .detector("training")
        .dimension("layer", name)
        .value(step)
        .step(100L * step)
        .peer("layer", 12, 0.5, deviation);
  }

  /** A file without the columns that may come later. */
  private static void ofAnEarlierRelease(Path folder) throws Exception {
    Path today = folder.resolve("decisions/date=2026-03-01/a-0.parquet");
    Path old = folder.resolve("decisions/date=2026-02-01/old.parquet");
    Files.createDirectories(old.getParent());
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          """
          copy (
            select * exclude (measures, held_back, contributors, anomaly_start_time)
              replace (
                'old' as detector_name,
                detection_period_start_time - interval 28 days as detection_period_start_time,
                detection_period_end_time - interval 28 days as detection_period_end_time)
            from read_parquet('%s', hive_partitioning = false)
          ) to '%s' (format parquet)
          """
              .formatted(today, old));
    }
  }

  private static DecisionBuilder day1(String time) {
    return new DecisionBuilder().at("2026-03-01T" + time + ":00Z");
  }

  private static DecisionBuilder day2(String time) {
    return new DecisionBuilder().at("2026-03-02T" + time + ":00Z");
  }

  private static DecisionBuilder ink(DecisionBuilder decision) {
    return decision.dimension("product", "ink");
  }

  @Test
  void kpis() throws Exception {
    assertThat(ask("kpis", "shop", null))
        .containsExactly("2|6|50.0|3|2026-03-01T12:00|2026-03-02T00:01");
    assertThat(ask("kpis", "shop", ",product=ink,"))
        .containsExactly("1|2|60.0|1|2026-03-01T12:00|2026-03-02T00:01");
    assertThat(ask("kpis", null, ",product=ink,")).first().asString().startsWith("2|");
    assertThat(ask("kpis", "none", null)).containsExactly("0|0|null|0|null|null");
  }

  @Test
  void alertsPerDay() throws Exception {
    assertThat(ask("alerts_per_day", "shop", null))
        .containsExactly("2026-03-01|4|3|40.0", "2026-03-02|2|0|50.0");
  }

  @Test
  void confidenceOverTime() throws Exception {
    assertThat(ask("confidence_over_time", "2026-03-01", "2026-03-02", "shop", null))
        .containsExactly(
            "2026-03-01T12:00|3|2|30.0", "2026-03-01T13:00|1|1|30.0", "2026-03-02T00:00|2|0|50.0");
  }

  @Test
  void anomaliesBySeriesAndDay() throws Exception {
    assertThat(ask("anomalies_by_series_and_day", "shop", null))
        .containsExactly(
            "2026-03-01|shop|orders|product=pen|" + PEN_SERIES + "|2|90.0",
            "2026-03-01|shop|orders|product=ink|" + INK_SERIES + "|1|75.0");
  }

  @Test
  void topSeries() throws Exception {
    assertThat(ask("top_series", "shop", null))
        .containsExactly(
            PEN_SERIES + "|shop|orders|product=pen|2|90.0",
            INK_SERIES + "|shop|orders|product=ink|1|75.0");
  }

  @Test
  void anomaliesComeNewestFirstPageByPage() throws Exception {
    String columns = "|shop|orders|product=";
    List<String> first = ask("anomalies", "shop", null, null, "9999-12-31 00:00:00", "", 1);
    assertThat(first).singleElement().asString().contains(PEN_SERIES + columns + "pen", "|90.0|");
    String id = decisionId(first.get(0));

    List<String> second = ask("anomalies", "shop", null, null, "2026-03-01 13:30:00", id, 1);
    assertThat(second).singleElement().asString().contains("|80.0|");

    id = decisionId(second.get(0));
    assertThat(ask("anomalies", "shop", null, null, "2026-03-01 12:01:00", id, 9))
        .singleElement()
        .asString()
        .contains(INK_SERIES + columns + "ink", "|75.0|");
    assertThat(ask("anomalies", "shop", null, INK_SERIES, "9999-12-31 00:00:00", "", 9)).hasSize(1);
  }

  private static String decisionId(String anomaly) {
    return Arrays.stream(anomaly.split("\\|"))
        .filter(cell -> cell.matches("[0-9a-f]{64}") && !cell.equals(PEN_SERIES))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void latestDecisions() throws Exception {
    assertThat(ask("latest_decisions", "2026-03-02"))
        .hasSize(9)
        .allMatch(row -> row.startsWith("2026-03-02|"))
        .first()
        .asString()
        .startsWith("2026-03-02|twice|");
  }

  @Test
  void seriesPoints() throws Exception {
    assertThat(
            ask(
                "series_points",
                PEN_SERIES,
                "2026-03-01",
                "2026-03-02",
                "2026-03-01 12:01:00",
                "2026-03-02 00:00:00"))
        .containsExactly(
            "2026-03-01T12:01|10.0|10.0|8.0|12.0|80.0|70.0|1|INFERENCE|false|null|null|null|null|null|null|null|null",
            "2026-03-01T13:30|99.0|10.0|8.0|12.0|90.0|70.0|1|INFERENCE|false|null|null|null|null|null|null|null|null");
  }

  @Test
  void ofPeersTheOneThatStandsOutMostInAStretchIsGiven() throws Exception {
    String one = layer("h.1", 0, 0).series();
    String other = layer("h.2", 0, 0).series();
    String both = one + "," + other;

    assertThat(deviations(5, one, 10))
        .containsExactly(
            "0.0|100.0|10.0|0|0.5",
            "200.0|300.0|10.0|1|9.5",
            "400.0|500.0|10.0|0|0.5",
            "600.0|700.0|10.0|0|0.5",
            "800.0|900.0|10.0|0|0.5");
    assertThat(deviations(5, both, 10)).hasSize(10).contains("400.0|500.0|10.0|0|-2.0");
    assertThat(deviations(50, both, 3)).hasSize(6).allMatch(row -> row.contains("|3.0|0|"));
    assertThat(deviations(50, PEN_SERIES, 10)).isEmpty();
  }

  /** First and last moment, moments, whether found, and the deviation. */
  private List<String> deviations(int stretches, String series, int newest) throws Exception {
    return ask("peer_deviations", stretches, series, "2026-03-01", "2026-03-02", newest).stream()
        .map(row -> row.split("\\|"))
        .map(
            cells ->
                String.join(
                    "|",
                    cells[2],
                    cells[3],
                    Double.valueOf(cells[4]).toString(),
                    cells[8],
                    Double.toString(FindingsJson.readPeer(cells[12]).deviation())))
        .toList();
  }

  @Test
  void theNewestDecisionOfASeriesIsShown() throws Exception {
    assertThat(
            rows(
                """
                select latest_value, latest_confidence, latest_stage, latest_alert_time
                from series
                where detector_name = 'shop' and dimensions = 'product=ink'
                """))
        .containsExactly("-1.0|60.0|INFERENCE|2026-03-01T12:00");
  }

  @Test
  void aDecisionThatWasWrittenTwiceCountsOnce() throws Exception {
    String spike = " where anomaly_score = 90 and detector_name = 'shop'";

    assertThat(rows("select count(*) from decisions" + spike)).containsExactly("2");
    assertThat(rows("select count(*) from decisions_flat" + spike)).containsExactly("1");
    assertThat(rows("select count(*) from alerts" + spike)).containsExactly("1");
    assertThat(
            rows(
                "select decisions, alerts from series where detector_name = 'shop' and alerts > 1"))
        .containsExactly("4|2");
  }

  @Test
  void ofCopiesThatDifferTheSameCountsEverywhere() throws Exception {
    String twice = " where detector_name = 'twice'";

    assertThat(rows("select alert, anomaly_decision_threshold from decisions_flat" + twice))
        .containsExactly("0|90.0");
    assertThat(rows("select count(*) from alerts" + twice)).containsExactly("0");
    assertThat(rows("select decisions, alerts from series" + twice)).containsExactly("1|0");
  }

  @Test
  void aDimensionIsFoundByItsExactValueOnly() throws Exception {
    assertThat(named(",y=b,")).isEqualTo(1);
    assertThat(named(",c=d,")).isZero();
    assertThat(named(",y=b\u0001,")).isEqualTo(2);
    assertThat(named(",z='; drop --,")).isEqualTo(1);
    assertThat(named(null)).isEqualTo(5);
  }

  private long named(String pair) throws Exception {
    return Long.parseLong(ask("kpis", "names", pair).get(0).split("\\|")[0]);
  }

  @Test
  void aDimensionIsInTheMapByItsName() throws Exception {
    assertThat(
            rows(
                """
                select dimension_list['z'] from decisions
                where detector_name = 'names' and cardinality(dimension_list) = 2
                """))
        .containsExactly("'; drop --");
  }

  @Test
  void filesOfAnEarlierReleaseAreReadBesideNewOnes() throws Exception {
    assertThat(ask("alerts_per_day", "old", null)).containsExactly("2026-02-01|4|3|40.0");
    assertThat(
            rows("select count(*) from decisions where detector_name = 'old' and measures is null"))
        .containsExactly("4");
  }

  /** A row's cells as text that is the same for each engine. */
  static String text(ResultSet result) throws SQLException {
    List<String> cells = new ArrayList<>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      Object cell = result.getObject(i);
      cells.add(
          cell instanceof Timestamp time
              ? time.toLocalDateTime().toString()
              : String.valueOf(cell));
    }
    return String.join("|", cells);
  }
}
