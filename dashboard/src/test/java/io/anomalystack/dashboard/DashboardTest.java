package io.anomalystack.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.MeasureDecision;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page asks for, and what it is told. */
class DashboardTest extends RunningDashboard {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>'\"\\,=%\n";
  private static final long NOON = 1_772_366_400_000L;

  @Test
  void anEmptyLakeIsNoError() throws Exception {
    JsonNode overview = get("api/overview");

    assertThat(overview.at("/kpis/timeseries").intValue()).isZero();
    assertThat(overview.get("latest").isNull()).isTrue();
    assertThat(get("api/anomalies").get("anomalies")).isEmpty();
  }

  @Test
  void decisionsAppearSoonAfterTheyAreWritten() throws Exception {
    lake.write("a", new DecisionBuilder().seen(100, 80), new DecisionBuilder().at(NOON + 60_000));
    awaitTimeseries(1);
    lake.write("b", new DecisionBuilder().dimension("product", "ink").seen(20, 60));

    JsonNode overview = awaitTimeseries(2);

    assertThat(overview.at("/kpis/dataPoints").longValue()).isEqualTo(120);
    assertThat(overview.at("/kpis/confidence").doubleValue()).isEqualTo(70);
    assertThat(overview.get("latest").longValue()).isEqualTo(NOON + 120_000);
    assertThat(overview.get("unit").textValue()).isEqualTo("hour");
    assertThat(overview.at("/activity/0/decisions").intValue()).isEqualTo(3);
  }

  @Test
  void nothingIsSentTwiceToAPageThatHasIt() throws Exception {
    lake.write("a", new DecisionBuilder());
    awaitTimeseries(1);
    String tag = send("api/overview").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = send("api/overview", "If-None-Match", tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void filtersBySeriesThatHaveHostileNames() throws Exception {
    lake.write(
        "a",
        new DecisionBuilder().dimension("product", HOSTILE).alert(90),
        new DecisionBuilder().dimension("product", "x").alert(80),
        new DecisionBuilder().dimension(HOSTILE, "x").alert(85));
    JsonNode pairs = awaitTimeseries(3).get("pairs");
    List<String> keys = new ArrayList<>();
    pairs.forEach(
        pair -> {
          if (pair.get("value").textValue().equals(HOSTILE)) {
            keys.add(pair.get("key").textValue());
          }
        });
    assertThat(keys).hasSize(1);
    String filter = "dimension=" + encode(keys.get(0));

    assertThat(get("api/overview?" + filter).at("/kpis/timeseries").intValue()).isEqualTo(1);
    JsonNode anomalies = get("api/anomalies?" + filter).get("anomalies");
    assertThat(anomalies).hasSize(1);
    assertThat(anomalies.at("/0/score").doubleValue()).isEqualTo(90);
    assertThat(anomalies.at("/0/dimensions/0/value").textValue()).isEqualTo(HOSTILE);
    assertThat(get("api/series?" + filter).get("total").intValue()).isEqualTo(1);
  }

  @Test
  void ofManyValuesToFilterByThoseOfSmallDimensionsComeFirst() throws Exception {
    List<DecisionBuilder> decisions = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      decisions.add(
          new DecisionBuilder()
              .dimensions(new Dimension("host", "h" + i), new Dimension("region", "r" + i % 2)));
    }
    lake.write("a", decisions);

    JsonNode overview = awaitTimeseries(600);

    assertThat(overview.get("pairsTotal").intValue()).isEqualTo(602);
    assertThat(overview.get("pairs")).hasSize(500);
    assertThat(overview.at("/pairs/0/key").textValue()).isEqualTo("region=r0");
    assertThat(overview.at("/pairs/1/key").textValue()).isEqualTo("region=r1");
  }

  @Test
  void findsSeriesByWordsInAnyOrderAndCase() throws Exception {
    lake.write(
        "a",
        new DecisionBuilder()
            .dimensions(new Dimension("product", "Pen"), new Dimension("country", "UK")),
        new DecisionBuilder().dimension("product", "ink"));
    awaitTimeseries(2);

    JsonNode found = get("api/series?q=" + encode("uk  PEN shop"));

    assertThat(found.get("total").intValue()).isEqualTo(1);
    assertThat(found.at("/series/0/dimensions").toString())
        .isEqualTo(
            "[{\"name\":\"country\",\"value\":\"UK\"},{\"name\":\"product\",\"value\":\"Pen\"}]");
  }

  @Test
  void sortsTheSeriesAndShowsThemPageByPage() throws Exception {
    lake.write(
        "a",
        new DecisionBuilder().dimension("p", "c"),
        new DecisionBuilder().dimension("p", "b").alert(80),
        new DecisionBuilder().dimension("p", "b").at(NOON + 60_000).alert(80),
        new DecisionBuilder().dimension("p", "a").at(NOON + 120_000).alert(80));
    awaitTimeseries(3);

    assertThat(values("api/series?sort=alerts")).containsExactly("b", "a", "c");
    assertThat(values("api/series?sort=recent")).containsExactly("a", "b", "c");
    assertThat(values("api/series?sort=name&offset=1&limit=1")).containsExactly("b");
  }

  private List<String> values(String address) throws Exception {
    List<String> values = new ArrayList<>();
    get(address).get("series").forEach(s -> values.add(s.at("/dimensions/0/value").textValue()));
    return values;
  }

  @Test
  void anomaliesComeNewestFirstEachOnceAndExplained() throws Exception {
    List<DecisionBuilder> decisions = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      // Five at a time at the same moment.
      decisions.add(
          new DecisionBuilder()
              .dimension("p", "s" + i)
              .at(NOON + 60_000L * (i / 5))
              .alert(71 + i)
              .value(30));
    }
    lake.write("a", decisions);
    awaitTimeseries(25);

    List<Long> starts = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    String next = "";
    while (next != null) {
      JsonNode page =
          get("api/anomalies?limit=7" + (next.isEmpty() ? "" : "&before=" + encode(next)));
      page.get("anomalies")
          .forEach(
              anomaly -> {
                starts.add(anomaly.get("start").longValue());
                scores.add(anomaly.get("score").doubleValue());
                assertThat(anomaly.get("reason").textValue())
                    .isEqualTo(
                        "30 is above the usual 8.0 to 12.0, 10.0 expected."
                            + " It is far from the recent level.");
              });
      assertThat(page.get("total").intValue()).isEqualTo(25);
      next = page.get("next").textValue();
    }

    assertThat(starts).hasSize(25).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(scores).doesNotHaveDuplicates();
  }

  @Test
  void anomaliesOfLongAgoArePagedToo() throws Exception {
    lake.write(
        "a",
        new DecisionBuilder().at("1969-07-20T20:17:00Z").alert(90),
        new DecisionBuilder().at("1969-07-16T13:32:00Z").alert(80));
    awaitTimeseries(1);

    String next = get("api/anomalies?limit=1").get("next").textValue();

    assertThat(get("api/anomalies?limit=1&before=" + encode(next)).at("/anomalies/0/score"))
        .hasToString("80.0");
  }

  @Test
  void ofManyPointsASampleIsDrawnAndOfFewEveryOne() throws Exception {
    List<DecisionBuilder> decisions = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      decisions.add(new DecisionBuilder().at(NOON + 60_000L * i).value(i == 7_777 ? 99 : 10));
    }
    lake.write("a", decisions);
    awaitTimeseries(1);
    String points = "api/series/" + decisions.get(0).series() + "/points";

    JsonNode all = get(points);
    JsonNode few =
        get(points + "?from=%d&to=%d".formatted(NOON + 600_000L, NOON + 60_000L * 3_010));

    assertThat(all.get("total").intValue()).isEqualTo(10_000);
    assertThat(all.get("sampled").booleanValue()).isTrue();
    assertThat(all.get("time").size()).isBetween(1_000, 4_001);
    assertThat(all.get("value").toString()).contains("99.0");
    assertThat(few.get("total").intValue()).isEqualTo(3_000);
    assertThat(few.get("time")).hasSize(3_000);
  }

  @Test
  void theLinkOfAnAnomalyLeadsToItsPoints() throws Exception {
    DecisionBuilder spike = new DecisionBuilder().at(NOON + 60_000).value(99).alert(90);
    lake.write(
        "a",
        new DecisionBuilder().learning(),
        spike,
        new DecisionBuilder().at(NOON + 120_000).heldBack("EXPLAINED_BY_RECENT_POINTS"),
        new DecisionBuilder().at(NOON + 180_000).silenced(88.04, "calendar:holidays"));
    awaitTimeseries(1);

    JsonNode points = get("api/series/" + spike.series() + "/points");

    assertThat(points.get("value").toString()).isEqualTo("[10.0,99.0,10.0,10.0]");
    assertThat(points.get("alert").toString()).isEqualTo("[0,1,0,0]");
    assertThat(points.get("learning").toString()).isEqualTo("[1,0,0,0]");
    assertThat(points.get("silenced").toString())
        .isEqualTo(
            "[null,null,\"held back: goes with a recent anomaly\",\"silenced by"
                + " calendar:holidays; the score would be 88.0\"]");
    assertThat(
            get("api/series/%s/points?from=%d&to=%d"
                    .formatted(spike.series(), NOON + 60_000, NOON + 120_000))
                .get("time")
                .toString())
        .isEqualTo("[" + (NOON + 60_000) + "]");
  }

  @Test
  void measuresJudgedTogetherAreDrawnOneAtATime() throws Exception {
    DecisionBuilder together =
        new DecisionBuilder()
            .measures(
                "a+b",
                new MeasureDecision("a", 1, 1.5, 0.5, 2.5, 90),
                new MeasureDecision("b", 1_000, 1_100.0, 900.0, 1_200.0, 10));
    lake.write("a", together);
    awaitTimeseries(1);
    String address = "api/series/" + together.series();

    assertThat(get(address).get("measures").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(get(address + "/points").get("value").toString()).isEqualTo("[1.0]");
    assertThat(get(address + "/points?measure=b").get("value").toString()).isEqualTo("[1000.0]");
    assertThat(get(address + "/points?measure=b").get("upper").toString()).isEqualTo("[1200.0]");
  }

  @Test
  void aLakeThatCannotBeReadIsSaid() throws Exception {
    lake.write("a", new DecisionBuilder());
    awaitTimeseries(1);
    Files.writeString(folder.resolve("decisions/date=2026-03-01/broken.parquet"), "no Parquet");

    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode overview = get("api/overview");
    while (overview.get("problem").isNull()) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      overview = get("api/overview");
    }

    assertThat(overview.get("problem").textValue()).contains("broken.parquet");
    assertThat(overview.at("/kpis/timeseries").intValue()).isEqualTo(1);
  }
}
