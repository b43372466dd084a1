package io.anomalystack.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anomalystack.notifier.message.Incidents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChannelTest extends ChannelContract {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-08-29T15:08:02.5Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  @Override
  protected Channel channel() {
    return new FileChannel("record", file(), CLOCK);
  }

  private Path file() {
    return directory.resolve("new/messages.jsonl");
  }

  @Override
  protected List<Received> received() throws IOException {
    List<Received> received = new ArrayList<>();
    if (Files.exists(file())) {
      for (String line : Files.readAllLines(file())) {
        JsonNode json = JSON.readTree(line);
        received.add(new Received(json.get("alertId").textValue(), json.get("text").textValue()));
      }
    }
    return received;
  }

  @Test
  void aLineHasTheDocumentedFields() throws IOException {
    channel().deliver(List.of(message(Incidents.opened())));
    JsonNode line = JSON.readTree(Files.readString(file()));
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly(
            "time",
            "channel",
            "alertId",
            "incidentId",
            "sequence",
            "state",
            "severity",
            "detectorName",
            "timeseriesId",
            "at",
            "title",
            "subject",
            "text",
            "sms");
    assertThat(line.get("time").textValue()).isEqualTo("2024-08-29T15:08:02.500Z");
    assertThat(line.get("channel").textValue()).isEqualTo("record");
    assertThat(line.get("state").textValue()).isEqualTo("opened");
    assertThat(line.get("at").longValue()).isEqualTo(Incidents.SPIKE_OF_A.detectionPeriodStart());
    assertThat(line.get("timeseriesId").textValue()).isEqualTo(Incidents.SPIKE_OF_A.timeseriesId());
  }

  @Test
  void aFileThatCannotBeWrittenMayBeLater() throws IOException {
    Files.createDirectories(file());
    assertThat(channel().deliver(List.of(message(Incidents.opened()))))
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_FOR_NOW);
  }
}
