package io.anomalystack.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** What people were told, beside the lake. */
class MessagesTest extends RunningDashboard {
  private static final long NOON = 1_772_366_400_000L;

  @Test
  void showsTheNewestFirstAsTheyAreDelivered() throws Exception {
    assertThat(get("api/messages").get("total").intValue()).isZero();

    write(line("a", "opened", "x"), line("b", "resolved", "x"));

    JsonNode messages = awaitMessages(2);
    assertThat(messages.at("/0/id").textValue()).isEqualTo("b");
    assertThat(messages.at("/1/subject").textValue()).isEqualTo("opened a");
    assertThat(messages.at("/0/at").longValue()).isEqualTo(NOON);
    assertThat(messages.at("/0/time").longValue()).isEqualTo(NOON + 1);
  }

  @Test
  void aPageIsToldThatThereIsANewMessage() throws Exception {
    String before = get("api/overview").get("version").textValue();

    write(line("a", "opened", "x"));
    awaitMessages(1);

    assertThat(get("api/overview").get("version").textValue()).isNotEqualTo(before);
  }

  @Test
  void passesOverWhatIsNoMessageAndWaitsForTheRestOfALine() throws Exception {
    String whole = line("b", "opened", "x");
    write("{\"alertId\":1}\n", "no JSON\n", line("a", "opened", "x"), whole.substring(0, 40));
    awaitMessages(1);

    write(whole.substring(40));

    assertThat(awaitMessages(2).at("/0/id").textValue()).isEqualTo("b");
  }

  @Test
  void keepsTheNewestFiveHundred() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      lines.append(line("m" + i, "opened", "x"));
    }
    write(lines.toString());

    JsonNode messages = awaitMessages(500);

    assertThat(messages.at("/0/id").textValue()).isEqualTo("m599");
    assertThat(messages.at("/499/id").textValue()).isEqualTo("m100");
  }

  @Test
  void filtersByTheSeriesThatStandsOut() throws Exception {
    DecisionBuilder pens = new DecisionBuilder().dimension("product", "pens");
    DecisionBuilder ink = new DecisionBuilder().dimension("product", "ink");
    lake.write("a", pens, ink);
    awaitTimeseries(2);
    write(line("a", "opened", pens.build().timeseriesId()));
    write(line("b", "opened", ink.build().timeseriesId()));
    awaitMessages(2);

    JsonNode filtered = get("api/messages?dimension=" + encode("product=ink"));

    assertThat(filtered.get("total").intValue()).isEqualTo(1);
    assertThat(filtered.at("/messages/0/id").textValue()).isEqualTo("b");
  }

  private JsonNode awaitMessages(int count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode page = get("api/messages?limit=500");
      if (page.get("total").intValue() == count) {
        return page.get("messages");
      }
      assertThat(System.nanoTime()).as("%s", page).isLessThan(deadline);
    }
  }

  private void write(String... texts) throws IOException {
    Path file = folder.resolve("messages.jsonl");
    Files.writeString(
        file, String.join("", texts), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String line(String id, String state, String series) {
    return """
        {"time":"2026-03-01T12:00:00.001Z","channel":"record","alertId":"%s","incidentId":"i",\
        "sequence":1,"state":"%s","severity":"warning","detectorName":"shop","timeseriesId":"%s",\
        "at":%d,"subject":"%s %s","text":"what\\nand where","sms":"short"}
        """
        .formatted(id, state, series, NOON, state, id);
  }
}
