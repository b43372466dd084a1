package io.anomalystack.job.history;

import static io.anomalystack.job.history.TaughtPoints.MINUTE;
import static io.anomalystack.job.history.TaughtPoints.T;
import static io.anomalystack.job.history.TaughtPoints.before;
import static io.anomalystack.job.history.TaughtPoints.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoriesTest {

  @TempDir Path directory;

  @Test
  void modelLearnsThePeriodsBeforeTheFirstLiveOne() throws Exception {
    Path file =
        write(
            "past.jsonl",
            """
            {"timestamp":"2024-08-29T13:35:01Z","product_name":"a","quantity":1}
            {"timestamp":"2024-08-29T13:37:00Z","product_name":"a","quantity":3}
            {"timestamp":"2024-08-29T13:35:59Z","product_name":"a","quantity":2}
            {"timestamp":"2024-08-29T13:38:00Z","product_name":"a","quantity":4}
            {"timestamp":"2024-08-29T13:38:00Z","product_name":"b","quantity":5}
            {"timestamp":"2024-08-29T13:40:00Z","product_name":"b","quantity":6}
            """);
    Histories histories = histories(false, detector(file));

    assertThat(before(histories, detector(file), live("a", T + 10 * MINUTE)))
        .containsExactly("0: 3.0", "2: 3.0", "3: 4.0");
    // What is not before it is not the past.
    assertThat(before(histories, detector(file), live("a", T + 3 * MINUTE)))
        .containsExactly("0: 3.0", "2: 3.0");
    assertThat(before(histories, detector(file), live("a", T))).isEmpty();
    assertThat(before(histories, detector(file), live("c", T + 10 * MINUTE))).isEmpty();
    // The last period of all may be cut off.
    assertThat(before(histories, detector(file), live("b", T + 10 * MINUTE)))
        .containsExactly("3: 5.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"past.csv", "past.csv.gz", "PAST.CSV.GZ"})
  void readsCsvByItsNameAndUnzips(String name) throws Exception {
    Path file =
        write(
            name,
            """
            timestamp,product_name,quantity
            2024-08-29T13:35:01Z,a,1
            2024-08-29T13:36:01Z,"a",2
            2024-08-29T13:37:01Z,a,
            """);

    assertThat(before(histories(false, detector(file)), detector(file), live("a", T + 10 * MINUTE)))
        .containsExactly("0: 1.0", "1: 2.0");
  }

  @Test
  void readsZippedJsonLines() throws Exception {
    Path file =
        write(
            "past.jsonl.gz",
            """
            {"timestamp":"2024-08-29T13:35:01Z","product_name":"a","quantity":1}
            {"timestamp":"2024-08-29T13:36:00Z","product_name":"a","quantity":1}
            """);

    assertThat(before(histories(false, detector(file)), detector(file), live("a", T + 10 * MINUTE)))
        .containsExactly("0: 1.0");
  }

  @Test
  void recordsThatCannotBeCountedAreLeftOutAndStopNothing() throws Exception {
    Path file =
        write(
            "past.jsonl",
            """
            {"timestamp":"2024-08-29T13:35:01Z","product_name":"a","quantity":1}
            no JSON

            {"timestamp":"2024-08-29T13:36:01Z","product_name":"a","quantity":"2"}
            {"timestamp":"yesterday","product_name":"a","quantity":2}
            {"timestamp":"2099-08-29T13:36:01Z","product_name":"a","quantity":2}
            {"timestamp":"2024-08-29T13:37:01Z","product_name":"a","quantity":3}
            {"timestamp":"2024-08-29T13:38:00Z","product_name":"a","quantity":1}
            """);

    assertThat(before(histories(false, detector(file)), detector(file), live("a", T + 10 * MINUTE)))
        .containsExactly("0: 1.0", "2: 3.0");
  }

  @Test
  void emptyPeriodsAreFilledAsLive() throws Exception {
    Path file =
        write(
            "past.jsonl",
            """
            {"timestamp":"2024-08-29T13:35:01Z","product_name":"a","x":1}
            {"timestamp":"2024-08-29T13:37:00Z","product_name":"a","x":3,"y":7}
            {"timestamp":"2024-08-29T13:38:00Z","product_name":"a","x":1}
            """);
    String two = "measures: [{field: x}, {field: y}]";
    Point live = live("x+y", "a", T + 10 * MINUTE, T + 11 * MINUTE, -1, 0);

    Detector zero = detector(file, two, "joint: true", "missing: zero");
    assertThat(before(histories(false, zero), zero, live))
        .containsExactly("0: 1.0 0.0", "1: 0.0 0.0", "2: 3.0 7.0");
    Detector impute = detector(file, two, "joint: true", "missing: impute");
    assertThat(before(histories(false, impute), impute, live))
        .containsExactly("0: 1.0 NaN", "1: NaN NaN", "2: 3.0 7.0");
  }

  @Test
  void recordsOfTheirOwnAreCountedUpToTheFirstLiveOne() throws Exception {
    Path file =
        write(
            "past.jsonl",
            """
            {"timestamp":"2024-08-29T13:35:01.1Z","product_name":"a","quantity":1}
            {"timestamp":"2024-08-29T13:35:01.2Z","product_name":"a","quantity":2}
            {"timestamp":"2024-08-29T13:35:03Z","product_name":"a","quantity":3}
            {"timestamp":"2024-08-29T13:35:07Z","product_name":"a","quantity":4}
            """);
    Detector each = detector(file, "period: record");
    Point live = live("quantity", "a", T + 3_000, T + 4_000, T + 3_000, 1);
    List<Long> slots = new ArrayList<>();

    histories(false, each).of(each).before(live, (start, slot, values) -> slots.add(slot));

    assertThat(slots).containsExactly(-1L, 0L);
  }

  @Test
  void onlyTheLastPointsOfASeriesAreKept() throws Exception {
    StringBuilder lines = new StringBuilder("timestamp,product_name,quantity\n");
    for (int i = 0; i < 10_000; i++) {
      lines.append(T + i * MINUTE).append(",a,").append(i).append('\n');
    }
    Path file = write("past.csv", lines.toString());
    Detector detector = detector(file, "timestamp: {field: timestamp, format: epoch-millis}");

    List<String> points =
        before(histories(false, detector), detector, live("a", T + 20_000 * MINUTE));

    assertThat(points).hasSize(PastPoints.MOST).endsWith("9998: 9998.0");
  }

  @Test
  void seriesOfOtherTasksAreNotKept() throws Exception {
    Path file =
        write(
            "past.jsonl",
            """
            {"timestamp":"2024-08-29T13:35:01Z","product_name":"a","quantity":1}
            {"timestamp":"2024-08-29T13:35:01Z","product_name":"b","quantity":1}
            {"timestamp":"2024-08-29T13:36:01Z","product_name":"b","quantity":1}
            """);
    Detector detector = detector(file);
    String b = live("b", T).timeseriesId();

    PastPoints points =
        new Histories(List.of(detector), b::equals, System::currentTimeMillis, false).of(detector);

    assertThat(points.series()).isEqualTo(1);
    assertThat(points.size(b)).isEqualTo(1);
  }

  @Test
  void missingFileIsNamedAtTheFirstStartAndMissedByNobodyLater() throws Exception {
    Path file = write("past.jsonl", "");
    Detector detector = detector(file);
    Files.delete(file);

    assertThatExceptionOfType(HistoryException.class)
        .isThrownBy(() -> histories(false, detector))
        .withMessageContaining("history of detector 'sales' cannot be read from")
        .withMessageContaining("past.jsonl");
    assertThat(before(histories(true, detector), detector, live("a", T))).isEmpty();
  }

  @Test
  void fileThatIsNotWhatItsNameSaysIsNamed() throws Exception {
    Path file = directory.resolve("past.jsonl.gz");
    Files.writeString(file, "not zipped");
    Path empty = write("past.csv", "");

    assertThatExceptionOfType(HistoryException.class)
        .isThrownBy(() -> histories(false, detector(file)))
        .withMessageContaining("past.jsonl.gz: Not in GZIP format");
    assertThatExceptionOfType(HistoryException.class)
        .isThrownBy(() -> histories(false, detector(empty)))
        .withMessageContaining("the CSV has no header");
  }

  @Test
  void detectorWithoutAFileHasNoPast() {
    Detector detector = TestDetectors.sales();
    Detector since = TestDetectors.sales("history: {since: 7d}");

    assertThat(before(histories(false, detector), detector, live("a", T))).isEmpty();
    assertThat(before(histories(false, since), since, live("a", T))).isEmpty();
  }

  private static Histories histories(boolean restored, Detector detector) {
    Predicate<String> all = id -> true;
    return new Histories(List.of(detector), all, System::currentTimeMillis, restored);
  }

  private static Detector detector(Path file, String... settings) {
    List<String> all = new ArrayList<>(List.of("history: {file: '" + file + "'}"));
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return Files.write(file, bytes);
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }
}
