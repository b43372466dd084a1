package io.anomalystack.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.notifier.NotifierConfig;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path directory;

  @Test
  void findsPlantedAnomaliesOnRealPartsTellsOfThemAndEnds() throws Exception {
    NotifierConfig own =
        NotifierConfig.read("channels: [{name: own, type: file, path: own.jsonl}]", directory);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.plain(InputStream.nullInputStream(), out, new ByteArrayOutputStream());

    new Demo(terminal, Optional.of(own), true).run();

    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("all is decided");
    assertThat(count("found ([0-9]+) of 21 planted", text)).isGreaterThan(15);
    assertThat(count("where none was planted: ([0-9]+)", text)).isLessThan(4);
    for (String kind : List.of("spike", "drop", "outage", "context")) {
      assertThat(count(kind + " +([0-9]) of [56] ", text)).as(kind).isGreaterThan(2);
    }
    // Every row of the shop's database is counted: none was lost, and none came too late.
    assertThat(text).containsPattern("counted +40,244");
    assertThat(count("decisions +5,([0-9]+)", text)).isGreaterThan(980);
    assertThat(text).containsPattern("rejected +8 +EMPTY_RECORD 1, .*TOO_FAR_IN_FUTURE 1, LATE 1");
    int opened = count("messages to a person: ([0-9]+) opened", text);
    int reopened = count("([0-9]) reopened, ", text);
    assertThat(opened).isGreaterThan(15);
    assertThat(count("([0-9]+) resolved", text)).isEqualTo(opened + reopened);
    // The user's own channels get what the dashboard gets.
    assertThat(Files.readAllLines(directory.resolve("own.jsonl"))).hasSize(2 * (opened + reopened));
    assertThat(text).contains("message: Warning: quantity of item-", "On the dashboard: http://");
  }

  private static int count(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
