package io.anomalystack.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectedRecordJson;
import io.anomalystack.model.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedSpoolTest {
  @TempDir Path directory;

  @Test
  void nothingRejectedIsNothingWritten() throws IOException {
    assertThat(written(List.of())).isEmpty();
  }

  @Test
  void ordersByOffsetThenDetectorThenMeasure() throws IOException {
    assertThat(
            written(
                List.of(
                    rejected(2, "a", "x"),
                    rejected(1, "b", null),
                    rejected(1, "a", "y"),
                    rejected(1, "a", "x"),
                    rejected(1, null, null))))
        .containsExactly(
            text(rejected(1, null, null)),
            text(rejected(1, "a", "x")),
            text(rejected(1, "a", "y")),
            text(rejected(1, "b", null)),
            text(rejected(2, "a", "x")));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mixedTasksTakeAFileEachAtMost(long seed) throws IOException {
    int tasks = 5;
    SplittableRandom random = new SplittableRandom(seed);
    List<RejectedRecord> mixed = new ArrayList<>();
    int[] next = new int[tasks];
    for (int i = 0; i < 2_000; i++) {
      int task = random.nextInt(tasks);
      mixed.add(rejected(task + (long) tasks * next[task]++, "detector", null));
    }

    assertThat(written(mixed))
        .containsExactlyElementsOf(
            mixed.stream()
                .sorted(Comparator.comparingLong(RejectedRecord::offset))
                .map(RejectedSpoolTest::text)
                .toList());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSizeLessThanOrEqualTo(tasks);
    }
  }

  private List<String> written(List<RejectedRecord> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RejectedSpool spool = new RejectedSpool(directory)) {
      for (RejectedRecord record : records) {
        spool.add(record);
      }
      spool.writeInOrder(out);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String text(RejectedRecord record) {
    return new String(RejectedRecordJson.write(record), StandardCharsets.UTF_8);
  }

  private static RejectedRecord rejected(long offset, String detector, String measure) {
    return new RejectedRecord(
        "topic", 0, offset, 0, detector, measure, RejectionReason.LATE, "", new byte[] {'x'});
  }
}
