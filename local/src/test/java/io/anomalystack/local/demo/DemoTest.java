package io.anomalystack.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void findsPlantedAnomaliesOnRealPartsAndEnds() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.plain(InputStream.nullInputStream(), out, new ByteArrayOutputStream());

    new Demo(terminal, Optional.empty(), true).run();

    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("all is decided");
    assertThat(count("found ([0-9]+) of 21 planted", text)).isGreaterThan(15);
    assertThat(count("where none was planted: ([0-9]+)", text)).isLessThan(4);
    for (String kind : List.of("spike", "drop", "outage", "context")) {
      assertThat(count(kind + " +([0-9]) of [56] ", text)).as(kind).isGreaterThan(2);
    }
    assertThat(text).containsPattern("decisions +6,000");
    assertThat(text).containsPattern("rejected +8 +EMPTY_RECORD 1, .*TOO_FAR_IN_FUTURE 1, LATE 1");
  }

  private static int count(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
