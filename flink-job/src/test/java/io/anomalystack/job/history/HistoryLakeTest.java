package io.anomalystack.job.history;

import static io.anomalystack.job.history.TaughtPoints.MINUTE;
import static io.anomalystack.job.history.TaughtPoints.T;
import static io.anomalystack.job.history.TaughtPoints.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.lake.LakeWriter;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryLakeTest {
  private static final long DAY = 24 * 60 * MINUTE;

  @TempDir Path directory;
  private Path lake;

  @BeforeEach
  void setUp() throws IOException {
    lake = Files.createDirectory(directory.resolve("the lake"));
  }

  @Test
  void modelLearnsWhatWasDecidedBeforeTheFirstLivePoint() throws Exception {
    write(
        "one",
        PastDecision.of("a", T + 2 * MINUTE, 3),
        PastDecision.of("a", T, 1),
        PastDecision.of("b", T + MINUTE, 5),
        PastDecision.of("a", T + 3 * MINUTE, 4));

    assertThat(before(sales(), live("a", T + 10 * MINUTE)))
        .containsExactly("0: 1.0", "2: 3.0", "3: 4.0");
    assertThat(before(sales(), live("a", T + 3 * MINUTE))).containsExactly("0: 1.0", "2: 3.0");
    assertThat(before(sales(), live("a", T))).isEmpty();
    assertThat(before(sales(), live("b", T + 10 * MINUTE))).containsExactly("1: 5.0");
    assertThat(before(sales(), live("c", T + 10 * MINUTE))).as("not in the lake").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "a=b,c=\\d",
        "'; DROP TABLE decisions; --",
        "\u0000\n\u202e😀",
        "../..",
        "%2F*?"
      })
  void hostileDimensionsAreDimensions(String product) throws Exception {
    write("one", PastDecision.of(product, T, 7), PastDecision.of(product + " ", T, 8));

    assertThat(before(sales(), live(product, T + MINUTE))).containsExactly("0: 7.0");
  }

  @Test
  void whatIsThereTwiceCountsOnceWhateverFileItLiesIn() throws Exception {
    write("a", PastDecision.of("a", T, 1), PastDecision.of("a", T + MINUTE, 2));
    write("b", PastDecision.of("a", T + MINUTE, 9), PastDecision.of("a", T + 2 * MINUTE, 3));

    assertThat(before(sales(), live("a", T + 10 * MINUTE)))
        .containsExactly("0: 1.0", "1: 2.0", "2: 3.0");
  }

  @Test
  void periodThatWasCutOffIsLeftOut() throws Exception {
    write("one", PastDecision.of("a", T, 1), PastDecision.of("a", T + MINUTE, 2).cutOff());

    assertThat(before(sales(), live("a", T + 10 * MINUTE))).containsExactly("0: 1.0");
  }

  @Test
  void filledPeriodIsWhatTheDetectorMakesOfIt() throws Exception {
    write("one", PastDecision.of("a", T, 1), PastDecision.of("a", T + MINUTE, 2).filledIn());
    Point live = live("a", T + 10 * MINUTE);

    assertThat(before(sales("missing: previous"), live)).containsExactly("0: 1.0", "1: 2.0");
    assertThat(before(sales("missing: impute"), live)).containsExactly("0: 1.0", "1: NaN");
    assertThat(before(sales("missing: skip"), live)).containsExactly("0: 1.0");
  }

  @Test
  void measuresThatAreJudgedTogetherComeByTheirNames() throws Exception {
    MeasureDecision x = new MeasureDecision("x", 1, 1.5, 0.5, 2.5, 50);
    MeasureDecision y = new MeasureDecision("y", 2, 2.0, 1.0, 3.0, 50);
    MeasureDecision filledIn = new MeasureDecision("y", 2.5, 2.5, null, null, 50);
    MeasureDecision learning = new MeasureDecision("y", 2.25, null, null, null, 50);
    write(
        "one",
        PastDecision.ofMeasures("a", T, y, x),
        PastDecision.ofMeasures("a", T + MINUTE, x, filledIn),
        PastDecision.ofMeasures("a", T + 2 * MINUTE, x, learning),
        PastDecision.ofMeasures("a", T + 3 * MINUTE, x, filledIn).filledIn(),
        PastDecision.ofMeasures("a", T + 4 * MINUTE, x));
    String two = "measures: [{field: x}, {field: y}]";
    Point live = live("x+y", "a", T + 10 * MINUTE, T + 11 * MINUTE, -1, 0);

    assertThat(before(sales(two, "joint: true", "missing: impute"), live))
        .containsExactly("0: 1.0 2.0", "1: 1.0 NaN", "2: 1.0 2.25", "3: NaN NaN", "4: 1.0 NaN");
    assertThat(before(sales(two, "joint: true", "missing: previous"), live))
        .containsExactly("0: 1.0 2.0", "1: 1.0 2.5", "2: 1.0 2.25", "3: 1.0 2.5", "4: 1.0 NaN");
  }

  @Test
  void recordsOfTheirOwnAreCountedUpToTheFirstLiveOne() throws Exception {
    write(
        "one",
        PastDecision.ofRecord("a", T + 1_100, 1, 1),
        PastDecision.ofRecord("a", T + 1_200, 3, 3),
        PastDecision.ofRecord("a", T + 1_200, 2, 2),
        PastDecision.ofRecord("a", T + 1_200, 2, 2),
        PastDecision.ofRecord("a", T + 3_000, 4, 4));
    Detector each = sales("period: record");
    List<String> points = new ArrayList<>();

    histories(false, each)
        .of(each)
        .before(
            live("quantity", "a", T + 3_000, T + 4_000, T + 3_000, 1),
            (start, slot, values) -> points.add(slot + ": " + values[0]));

    assertThat(points).containsExactly("-2: 1.0", "-1: 2.0", "0: 3.0");
  }

  @Test
  void otherDetectorsAndOtherPeriodsAreNotThisOnes() throws Exception {
    write(
        "one",
        PastDecision.of("a", T, 1),
        PastDecision.of("a", T + MINUTE, 2).by("sales-of-old"),
        PastDecision.of("a", T + 2 * MINUTE, 3).lasting(MINUTE / 2),
        PastDecision.ofRecord("a", T + 3 * MINUTE, 1, 4).lasting(MINUTE));

    assertThat(before(sales(), live("a", T + 10 * MINUTE))).containsExactly("0: 1.0");
  }

  @Test
  void onlyTheLastPointsOfASeriesAreKept() throws Exception {
    write(
        "one",
        LongStream.range(0, 10_000)
            // In no order of time.
            .map(i -> i * 7_919 % 10_000)
            .mapToObj(i -> PastDecision.of("a", T + i * MINUTE, (double) i))
            .toArray(PastDecision[]::new));

    List<String> points = before(sales(), live("a", T + 20_000 * MINUTE));

    assertThat(points)
        .hasSize(PastPoints.MOST)
        .startsWith("5904: 5904.0", "5905: 5905.0")
        .endsWith("9999: 9999.0");
  }

  @Test
  void seriesOfOtherTasksAreNotKept() throws Exception {
    write("one", PastDecision.of("a", T, 1), PastDecision.of("b", T, 1));
    String b = live("b", T).timeseriesId();

    PastPoints points =
        new Histories(List.of(sales()), b::equals, System::currentTimeMillis, false).of(sales());

    assertThat(points.series()).isEqualTo(1);
    assertThat(points.size(b)).isEqualTo(1);
  }

  @Test
  void daysThatCannotMatterAreNotRead() throws Exception {
    // Of a minute 4,096 are not three days.
    for (int day = 0; day < 10; day++) {
      write("one", PastDecision.of("a", T + day * DAY, day));
    }
    Detector detector = elsewhere();

    assertThat(before(detector, live("a", T + 10 * DAY)))
        .extracting(point -> point.replaceFirst(".*: ", ""))
        .containsExactly("6.0", "7.0", "8.0", "9.0");
    assertThat(ElsewhereFileSystem.opened(lake))
        .extracting(file -> file.replaceFirst(".*date=", "").replaceFirst("/.*", ""))
        .containsExactly("2024-09-07", "2024-09-06", "2024-09-05", "2024-09-04");
  }

  @Test
  void whatOthersDecidedLaterDoesNotHideADetectorsPast() throws Exception {
    write("one", PastDecision.of("a", T, 1));
    // Both beside and around the detector's name.
    write("one", PastDecision.of("a", T + 400 * DAY, 2).by("zebra"));
    write(
        "two",
        PastDecision.of("a", T + 500 * DAY, 2).by("aardvark"),
        PastDecision.of("a", T + 500 * DAY, 2).by("zebra"));

    assertThat(before(sales(), live("a", T + 600 * DAY))).containsExactly("0: 1.0");
  }

  @Test
  void recordsFarApartAreFoundFarBack() throws Exception {
    for (int day = 0; day < 50; day += 10) {
      write("one", PastDecision.ofRecord("a", T + day * DAY, day + 1, day));
    }
    Detector each = sales("period: record", "expireAfter: 20d");
    List<Double> values = new ArrayList<>();

    histories(false, each)
        .of(each)
        .before(
            live("quantity", "a", T + 50 * DAY, T + 50 * DAY + 1_000, T + 50 * DAY, 1),
            (start, slot, point) -> values.add(point[0]));

    assertThat(values).containsExactly(20.0, 30.0, 40.0);
  }

  @Test
  void lakeElsewhereIsReadThroughFlink() throws Exception {
    write("one", PastDecision.of("a", T, 1), PastDecision.of("a", T + MINUTE, 2));

    assertThat(before(elsewhere(), live("a", T + 10 * MINUTE))).containsExactly("0: 1.0", "1: 2.0");
  }

  @Test
  void filesThatAreNotCompleteAreNotRead() throws Exception {
    write("one", PastDecision.of("a", T, 1));
    Path partition = lake.resolve("decisions/date=2024-08-29");
    Files.writeString(partition.resolve(".one-0.parquet.part"), "half of it");
    Files.writeString(partition.resolve(".hidden.parquet"), "half of it");
    Files.writeString(partition.resolve("_temporary.parquet"), "half of it");
    Files.writeString(partition.resolve("_SUCCESS"), "");
    Files.createDirectories(lake.resolve("decisions/date=tomorrow"));
    Files.createDirectories(lake.resolve("decisions/other"));

    assertThat(before(sales(), live("a", T + MINUTE))).containsExactly("0: 1.0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lakeWithoutAFileIsNamedAtTheFirstStartAndMissedByNobodyLater(boolean elsewhere)
      throws Exception {
    Detector detector = elsewhere ? elsewhere() : sales();

    assertThatExceptionOfType(HistoryException.class)
        .isThrownBy(() -> histories(false, detector))
        .withMessageContaining("history of detector 'sales' cannot be read from the lake ")
        .withMessageContaining("the lake: there is no file in it: a lake holds decisions/date=");
    Files.createDirectories(lake.resolve("decisions/date=2024-08-29"));
    assertThatExceptionOfType(HistoryException.class).isThrownBy(() -> histories(false, detector));
    assertThat(TaughtPoints.before(histories(true, detector), detector, live("a", T))).isEmpty();
  }

  @Test
  void lakeThatIsGoneIsNamedAtTheFirstStartAndMissedByNobodyLater() throws Exception {
    Detector detector = sales();
    Files.delete(lake);

    assertThatExceptionOfType(HistoryException.class)
        .isThrownBy(() -> histories(false, detector))
        .withMessageContaining("cannot be read from the lake");
    assertThat(TaughtPoints.before(histories(true, detector), detector, live("a", T))).isEmpty();
  }

  @Test
  void restoredJobReadsTheLakeForSeriesThatAreNew() throws Exception {
    write("one", PastDecision.of("a", T, 1));

    assertThat(TaughtPoints.before(histories(true, sales()), sales(), live("a", T + MINUTE)))
        .containsExactly("0: 1.0");
  }

  @Test
  void placeThatNoFileSystemKnowsIsNamed() {
    Detector detector = TestDetectors.sales("history: {lake: 'nowhere://bucket/lake'}");

    assertThatExceptionOfType(HistoryException.class)
        .isThrownBy(() -> histories(false, detector))
        .withMessageContaining("nowhere://bucket/lake: ");
  }

  @Test
  void damagedFileIsNamed() throws Exception {
    write("one", PastDecision.of("a", T, 1));
    Files.writeString(lake.resolve("decisions/date=2024-08-29/two.parquet"), "no Parquet at all");

    assertThatExceptionOfType(HistoryException.class)
        .isThrownBy(() -> histories(false, sales()))
        .withMessageContaining("two.parquet: not a Parquet file");
  }

  private void write(String name, PastDecision... decisions) throws IOException {
    try (LakeWriter writer = new LakeWriter(lake, name + "-" + decisions[0].start())) {
      for (PastDecision decision : decisions) {
        writer.write(decision.decision());
      }
      writer.complete();
    }
  }

  private Detector sales(String... settings) {
    List<String> all = new ArrayList<>(List.of("history: {lake: '" + lake + "'}"));
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  private Detector elsewhere() {
    return TestDetectors.sales(
        "history: {lake: '" + ElsewhereFileSystem.address(lake).replace("'", "''") + "'}");
  }

  private static Histories histories(boolean restored, Detector detector) {
    Predicate<String> all = id -> true;
    return new Histories(List.of(detector), all, System::currentTimeMillis, restored);
  }

  private static List<String> before(Detector detector, Point live) {
    return TaughtPoints.before(histories(false, detector), detector, live);
  }
}
