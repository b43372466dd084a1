package io.anomalystack.job.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.JobSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedDetectorsTest {
  private static final List<String> HEARD = new ArrayList<>();

  @TempDir Path directory;

  private static final class Hearing implements WatchedDetectors.Listener {
    @Override
    public void changed(String told) {
      HEARD.add(told);
    }

    @Override
    public void refused(String told) {
      HEARD.add(told);
    }
  }

  @BeforeEach
  void forget() {
    HEARD.clear();
  }

  @Test
  void whatIsFoundIsToldInPlainWords() throws Exception {
    write("anomalyThreshold: 70");
    WatchedDetectors watched = watched();
    DetectorContent running = new DetectorLocation(place(), 70).read();

    write("anomalyThreshold: 85\n    missing: zero");
    assertThat(watched.look(running.detectors(), running.digest())).isPresent();
    write("period: 5m");
    assertThat(watched.look(running.detectors(), running.digest())).isEmpty();
    assertThat(watched.look(running.detectors(), running.digest())).isEmpty();

    assertThat(watched.every()).isEqualTo(Duration.ofSeconds(30));
    assertThat(HEARD).hasSize(2);
    assertThat(HEARD.get(0))
        .isEqualTo(
            place()
                + " takes effect:\n"
                + "  - sales: anomalyThreshold 70 → 85; takes effect at once\n"
                + "  - sales: missing skip → zero; keeps what was learned, values may jump (a period"
                + " without a record counts as something else)");
    assertThat(HEARD.get(1))
        .startsWith(place() + " is not taken, all goes on as before:\n  - ")
        .contains("set twice");
  }

  private String place() {
    return "elsewhere://" + directory.resolve("detectors.yaml");
  }

  /** As the JobManager has it: sent there. */
  private WatchedDetectors watched() throws Exception {
    Map<String, String> settings =
        Map.of(
            "detectors", place(), "bootstrap.servers", "localhost:9092", "detectors.watch", "30s");
    return InstantiationUtil.clone(
        new WatchedDetectors(JobSettings.from(settings).detectors(), new Hearing()));
  }

  private void write(String setting) throws Exception {
    Files.writeString(
        directory.resolve("detectors.yaml"),
        """
        detectors:
          - name: sales
            topic: sales
            timestamp: at
            period: 1m
            measures: [{field: quantity}]
            %s
        """
            .formatted(setting));
  }
}
