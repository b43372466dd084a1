package io.anomalystack.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void findsPlantedAnomaliesOnRealPartsAndEnds() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.plain(InputStream.nullInputStream(), out, new ByteArrayOutputStream());

    new Demo(terminal, true).run();

    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("all is decided").containsPattern("found [1-9][0-9]* of 21 planted");
    assertThat(text).containsPattern("decisions +6,000");
    assertThat(text).containsPattern("rejected +8 +EMPTY_RECORD 1, .*TOO_FAR_IN_FUTURE 1, LATE 1");
  }
}
