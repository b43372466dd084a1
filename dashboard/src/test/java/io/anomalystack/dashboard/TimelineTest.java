package io.anomalystack.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyEvidence;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RemedyState;
import io.anomalystack.model.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Incidents and remedies, beside the lake. */
class TimelineTest extends RunningDashboard {
  private static final long NOON = 1_772_366_400_000L;
  private static final DecisionBuilder PENS =
      new DecisionBuilder().dimension("product", "pens").alert(90).value(99);

  @Test
  void saysThatNothingIsWrittenAtAll() throws Exception {
    JsonNode page = get("api/timeline");

    assertThat(page.get("incidentsWritten").booleanValue()).isFalse();
    assertThat(page.get("remediesWritten").booleanValue()).isFalse();
    assertThat(page.get("incidents")).isEmpty();
  }

  @Test
  void ofAnIncidentTheLastStateCounts() throws Exception {
    write("alerts.jsonl", line(alert(1, AlertState.OPENED, NOON, NOON + 60_000)), "no alert\n");
    JsonNode opened = await(page -> page.get("incidents").size() == 1).at("/incidents/0");
    assertThat(opened.get("resolved").booleanValue()).isFalse();
    assertThat(opened.get("reason").textValue()).startsWith("99 is above the usual");
    String before = get("api/overview").get("version").textValue();

    write("alerts.jsonl", line(alert(2, AlertState.RESOLVED, NOON, NOON + 120_000)));

    JsonNode resolved =
        await(page -> page.at("/incidents/0/resolved").booleanValue()).get("incidents");
    assertThat(resolved).hasSize(1);
    assertThat(resolved.at("/0/start").longValue()).isEqualTo(NOON);
    assertThat(resolved.at("/0/end").longValue()).isEqualTo(NOON + 120_000);
    assertThat(resolved.at("/0/series").textValue()).isEqualTo(PENS.series());
    assertThat(get("api/overview").get("version").textValue()).isNotEqualTo(before);
  }

  @Test
  void keepsTheNewestFiveHundredIncidents() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      lines.append(line(alert(1, AlertState.OPENED, NOON + 60_000L * i, NOON + 60_000L * i)));
    }
    write("alerts.jsonl", lines.toString());

    JsonNode incidents =
        await(page -> page.at("/incidents/0/start").longValue() == NOON + 60_000L * 599)
            .get("incidents");

    assertThat(incidents).hasSize(500);
    assertThat(incidents.at("/499/start").longValue()).isEqualTo(NOON + 60_000L * 100);
  }

  @Test
  void tellsEachRemedyOnceAndPassesOverWhatIsNone() throws Exception {
    RemedyRecord first = remedy(RemedyState.REQUESTED, null, NOON);
    write(
        "remedies.jsonl",
        line(first),
        line(remedy(RemedyState.HELD_BACK, HeldBackReason.ALREADY_STOPPED, NOON + 5_000)),
        "{\"remedyId\":\"r3\"}\n",
        line(first.then(RemedyState.FAILED, null, "the job is unknown", "executor", NOON + 9_000)));

    JsonNode remedies = await(page -> page.get("remedies").size() == 2).get("remedies");

    assertThat(remedies.at("/0/id").textValue()).isEqualTo(first.remedyId());
    assertThat(remedies.at("/0/state").textValue()).isEqualTo("failed");
    assertThat(remedies.at("/0/reason").textValue()).isEqualTo("the job is unknown");
    assertThat(remedies.at("/0/target").textValue()).isEqualTo("product=pens");
    assertThat(remedies.at("/0/time").longValue()).isEqualTo(NOON);
    assertThat(remedies.at("/1/reason").textValue()).isEqualTo("already stopped");
    assertThat(remedies.at("/1/recoverable").booleanValue()).isTrue();
  }

  @Test
  void filtersByDetectorAndByTheSeriesThatStandsOut() throws Exception {
    lake.write("a", PENS, new DecisionBuilder().dimension("product", "ink"));
    awaitTimeseries(2);
    write("alerts.jsonl", line(alert(1, AlertState.OPENED, NOON, NOON)));
    write("remedies.jsonl", line(remedy(RemedyState.REQUESTED, null, NOON)));
    await(page -> page.get("incidents").size() == 1 && page.get("remedies").size() == 1);

    assertThat(get("api/timeline?detector=other").get("incidents")).isEmpty();
    assertThat(get("api/timeline?detector=other").get("remedies")).isEmpty();
    assertThat(get("api/timeline?dimension=product%3Dink").get("incidents")).isEmpty();
    assertThat(get("api/timeline?dimension=product%3Dpens").get("incidents")).hasSize(1);
  }

  private JsonNode await(Predicate<JsonNode> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode page = get("api/timeline");
      if (condition.test(page)) {
        return page;
      }
      assertThat(System.nanoTime()).as("%s", page).isLessThan(deadline);
    }
  }

  private void write(String file, String... lines) throws IOException {
    Files.writeString(
        folder.resolve(file),
        String.join("", lines),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static String line(Alert alert) {
    return new String(AlertJson.write(alert), StandardCharsets.UTF_8) + "\n";
  }

  private static Alert alert(long sequence, AlertState state, long start, long end) {
    Decision strongest = PENS.build();
    List<Dimension> group = List.of();
    return new Alert(
        Alert.incidentId("shop", group, start),
        sequence,
        state,
        Severity.WARNING,
        "shop",
        group,
        List.of("default"),
        end,
        start,
        end,
        1,
        1,
        90,
        List.of(new AffectedSeries(1, start, strongest)),
        null);
  }

  private static RemedyRecord remedy(RemedyState state, HeldBackReason heldBack, long time) {
    List<Dimension> target = List.of(new Dimension("product", "pens"));
    return new RemedyRecord(
        RemedyRecord.remedyId("shop", target, "stop-the-run", time),
        state,
        heldBack,
        "stop-the-run",
        RemedyAction.STOP,
        true,
        false,
        "launcher",
        "shop",
        target,
        time,
        new RemedyEvidence(3, time, List.of("low-mfu"), null),
        null,
        null,
        null);
  }

  private static String line(RemedyRecord remedy) {
    return new String(RemedyRecordJson.write(remedy), StandardCharsets.UTF_8) + "\n";
  }
}
