package io.anomalystack.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page is told of peers and of rules. */
class PeersTest extends RunningDashboard {
  private static final long NOON = 1_772_366_400_000L;
  private static final String HOSTILE = "h.10<b>,\"\\=";

  @Test
  void aGroupIsARunAndItsPeersAreInNaturalOrder() throws Exception {
    lake.write(
        "a",
        layer("old", "h.1", 0, 0),
        layer("new", "h.2", 60, 1.5),
        layer("new", HOSTILE, 60, -9),
        layer("new", "h.1", 60, 0.25),
        new DecisionBuilder());
    awaitTimeseries(5);

    JsonNode groups = get("api/peers").get("groups");

    assertThat(groups).hasSize(2);
    assertThat(groups.at("/0/dimensions/0/value").textValue()).isEqualTo("new");
    assertThat(groups.at("/0/peers").intValue()).isEqualTo(3);
    JsonNode map = get("api/peers/" + groups.at("/0/id").textValue());
    assertThat(map.get("rows").findValuesAsText("name")).containsExactly("h.1", "h.2", HOSTILE);
    assertThat(map.at("/rows/2/deviation").toString()).isEqualTo("[-9.0]");
    assertThat(map.at("/rows/2/found").toString()).isEqualTo("[1]");
    assertThat(map.at("/peers").toString()).isEqualTo("[12]");
    assertThat(map.get("steps").booleanValue()).isTrue();
    assertThat(get("api/peers?dimension=" + encode("run=old")).get("groups")).hasSize(1);
    assertThat(send("api/peers/" + "0".repeat(64)).statusCode()).isEqualTo(404);
  }

  @Test
  void aLongRunIsPutTogetherAndKeepsWhatStandsOut() throws Exception {
    List<DecisionBuilder> decisions = new ArrayList<>();
    for (int step = 0; step < 3_000; step++) {
      decisions.add(layer("run", "h.1", step, step == 1_204 ? 9.1 : 0.5));
      if (step % 2 == 0) {
        decisions.add(layer("run", "h.2", step, 0));
      }
    }
    lake.write("a", decisions);
    awaitTimeseries(2);
    String id = get("api/peers").at("/groups/0/id").textValue();

    JsonNode map = get("api/peers/" + id);
    JsonNode newest = get("api/peers/" + id + "?newest=100");

    assertThat(map.get("moments").intValue()).isEqualTo(3_000);
    assertThat(map.get("first")).hasSize(500);
    JsonNode row = map.at("/rows/0");
    int column = 1_204 / 6;
    assertThat(row.at("/deviation/" + column).doubleValue()).isEqualTo(9.1);
    assertThat(map.at("/first/" + column).longValue()).isEqualTo(1_200);
    assertThat(row.at("/momentAfter/" + column).longValue()).isEqualTo(4);
    assertThat(row.at("/startAfter/" + column).longValue()).isEqualTo(4_000);
    assertThat(newest.get("first")).hasSize(100);
    assertThat(newest.at("/first/0").longValue()).isEqualTo(2_900);
    assertThat(newest.at("/rows/1/deviation/1").isNull()).isTrue();
  }

  @Test
  void anAnomalyOfARuleOrAmongPeersSaysSoInsteadOfAScore() throws Exception {
    lake.write(
        "a",
        layer("run", "h.1", 7, -9.1).copy().at(NOON + 60_000),
        new DecisionBuilder()
            .value(41.52)
            .rule(
                new RuleResult(
                    "low-mfu", true, Severity.CRITICAL, true, 41.52, 50, 61.25, 5, 8, "slower")),
        new DecisionBuilder()
            .dimension("product", "both")
            .at(NOON - 60_000)
            .value(30)
            .alert(90)
            .rule(
                new RuleResult("too-much", true, Severity.WARNING, true, 30, 20, null, 1, 1, null)),
        new DecisionBuilder()
            .dimension("product", "noted")
            .rule(new RuleResult("noted", true, Severity.INFO, false, 30, 20, null, 1, 1, null)));
    awaitTimeseries(4);

    JsonNode anomalies = get("api/anomalies").get("anomalies");

    assertThat(anomalies).hasSize(3);
    assertThat(anomalies.at("/0/found").toString()).isEqualTo("[\"peers\"]");
    assertThat(anomalies.at("/0/step").longValue()).isEqualTo(7);
    assertThat(anomalies.at("/0/byScore").booleanValue()).isFalse();
    assertThat(anomalies.at("/0/reason").textValue())
        .isEqualTo(
            "It stands out among its peers (layer): 9.1 spreads below the 11 others; the median of all is 0.5.");
    assertThat(anomalies.at("/1/reason").textValue())
        .isEqualTo(
            "low-mfu: 41.5 against a limit of 50, baseline 61.25, 5 of the last 8 points; slower.");
    assertThat(anomalies.at("/2/byScore").booleanValue()).isTrue();
    assertThat(anomalies.at("/2/reason").textValue())
        .startsWith("too-much: 30 against a limit of 20. 30 is above the usual 8.0 to 12.0");
  }

  private static DecisionBuilder layer(String run, String layer, int step, double deviation) {
    return new DecisionBuilder()
        .detector("training")
        .measure("grad_norm")
        .dimensions(new Dimension("run", run), new Dimension("layer", layer))
        .at(NOON + 1000L * step)
        .step(step)
        .peer("layer", 12, 0.5, deviation);
  }
}
