package io.anomalystack.local.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.lake.LakeWriter;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeDecisionsTest {
  private static final long START = Instant.parse("2024-08-29T13:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  @TempDir Path lake;

  @ParameterizedTest
  @CsvSource({"a, b", "b, a"})
  void ofARunWithAnotherThresholdTheSameCopiesCountWhicheverFileComesFirst(
      String fifty, String seventy) throws Exception {
    // Of the first period one copy is as good as the other; of the second the model had seen more.
    write(fifty, decision(0, 50, 10), decision(1, 50, 12));
    write(seventy, decision(0, 70, 10), decision(1, 70, 11));
    List<Decision> read = new ArrayList<>();

    DecidedBefore before =
        new LakeDecisions(lake.toString(), new Days(null, null))
            .read(detectors(), read::add, new ProgressLine(nobody()));

    assertThat(read).containsExactly(decision(0, 70, 10), decision(1, 50, 12));
    assertThat(before.repeated()).isEqualTo(2);
    assertThat(before.tally().decisions()).isEqualTo(2);
  }

  private List<Detector> detectors() throws Exception {
    Path file = lake.resolve("detectors.yaml");
    Files.writeString(
        file,
        """
        detectors:
          - name: sales
            topic: sales
            timestamp: timestamp
            period: 1h
            measures: [{field: quantity}]
        """);
    return DetectorFile.read(file);
  }

  private static Terminal nobody() {
    return Terminal.plain(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream());
  }

  private void write(String name, Decision... decisions) throws IOException {
    try (LakeWriter writer = new LakeWriter(lake, name)) {
      for (Decision decision : decisions) {
        writer.write(decision);
      }
      writer.complete();
    }
  }

  private static Decision decision(int hour, double threshold, long processed) {
    List<Dimension> dimensions = List.of(new Dimension("item", "A"));
    String series = TimeSeriesId.of("sales", "quantity", dimensions);
    long start = START + hour * HOUR;
    return new Decision(
        "sales",
        "quantity",
        series,
        threshold,
        dimensions,
        14,
        60,
        start,
        start + HOUR,
        processed,
        50,
        0,
        ModelStage.INFERENCE,
        0,
        TimeSeriesId.decisionId(series, start, 0),
        false,
        false,
        null,
        null,
        null,
        0,
        null,
        null);
  }
}
