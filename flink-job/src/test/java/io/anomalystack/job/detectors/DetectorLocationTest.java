package io.anomalystack.job.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code elsewhere} stands for an object store: a file system that only Flink reaches. */
class DetectorLocationTest {
  private static final String DETECTORS =
      """
      detectors:
        - name: sales
          topic: sales
          timestamp: at
          period: 1m
          measures: [{field: quantity}]
      """;

  private static final long NEW_YEAR = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("detectors.yaml"), DETECTORS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file://", "elsewhere://"})
  void isAPathOrAUriOfWhatFlinkReads(String scheme) throws Exception {
    Detector detector = only(scheme, 82);

    assertThat(detector.name()).isEqualTo("sales");
    assertThat(detector.anomalyThreshold()).isEqualTo(82);
  }

  @Test
  void whatADetectorSaysOfItsThresholdCounts() throws Exception {
    Files.writeString(file, DETECTORS + "    anomalyThreshold: 60\n");

    assertThat(only("", 82).anomalyThreshold()).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file://", "elsewhere://"})
  void calendarsLieBesideTheFileWhereverThatIs(String scheme) throws Exception {
    Files.createDirectory(directory.resolve("calendars"));
    writeHoliday("20260101");
    Files.writeString(file, DETECTORS + "    calendars: [{name: off, file: calendars/off.ics}]\n");

    assertThat(only(scheme, 70).calendars().get(0).covers(NEW_YEAR, NEW_YEAR + 1)).isTrue();
  }

  @Test
  void aHistoryBesideItIsWhereTheTasksFindIt() throws Exception {
    Files.writeString(file, DETECTORS + "    history: {file: past/sales.jsonl}\n");

    assertThat(only("elsewhere://", 70).history().file())
        .isEqualTo("elsewhere:" + directory.resolve("past/sales.jsonl"));
  }

  @Test
  void aCalendarThatIsNotThereIsAProblemOfTheFile() throws Exception {
    Files.writeString(file, DETECTORS + "    calendars: [{name: off, file: off.ics}]\n");

    assertThatExceptionOfType(InvalidDetectorsException.class)
        .isThrownBy(() -> only("elsewhere://", 70))
        .withMessageContaining("detectors[0].calendars[0].file: must be a file that is there")
        .withMessageContaining("off.ics");
  }

  @Test
  void anotherContentIsAnotherDigest() throws Exception {
    String before = digest(70);

    assertThat(digest(70)).isEqualTo(before);
    assertThat(digest(71)).isNotEqualTo(before);
    Files.writeString(file, DETECTORS + "# more\n");
    assertThat(digest(70)).isNotEqualTo(before);
  }

  @Test
  void anotherCalendarIsAnotherDigest() throws Exception {
    Files.createDirectory(directory.resolve("calendars"));
    Files.writeString(file, DETECTORS + "    calendars: [{name: off, file: calendars/off.ics}]\n");
    String missing = digest(70);
    writeHoliday("20260101");
    String there = digest(70);
    writeHoliday("20260102");

    assertThat(there).isNotEqualTo(missing);
    assertThat(digest(70)).isNotEqualTo(there);
  }

  @Test
  void noFileIsSaidWithItsPlace() {
    Path none = directory.resolve("none.yaml");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new DetectorLocation(none.toString(), 70).read())
        .withMessage("detectors at '" + none + "': no such file");
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> new DetectorLocation("elsewhere://" + none, 70).read())
        .withMessageContaining("none.yaml");
  }

  @Test
  void aPlaceThatNobodyCanReadIsSaid() {
    assertThatThrownBy(() -> new DetectorLocation("gs://bucket/detectors.yaml", 70).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("scheme 'gs'");
    assertThatThrownBy(() -> new DetectorLocation("file:detectors.yaml", 70).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected file:///PATH");
  }

  @Test
  void aDataFileIsNotTakenForDetectors() throws Exception {
    Files.write(file, new byte[(8 << 20) + 1]);

    assertThat(new DetectorLocation(file.toString(), 70).read().problems())
        .containsExactly("file: must be at most 8 MiB");
  }

  private Detector only(String scheme, double threshold) throws Exception {
    return new DetectorLocation(scheme + file, threshold).read().checked().detectors().get(0);
  }

  private String digest(double threshold) throws IOException {
    return new DetectorLocation(file.toString(), threshold).read().digest();
  }

  private void writeHoliday(String day) throws IOException {
    Files.writeString(
        directory.resolve("calendars/off.ics"),
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//test//EN
        BEGIN:VEVENT
        UID:off
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:%s
        END:VEVENT
        END:VCALENDAR
        """
            .formatted(day)
            .replace("\n", "\r\n"));
  }
}
