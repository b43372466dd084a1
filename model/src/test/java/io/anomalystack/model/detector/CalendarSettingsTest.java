package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.calendar.Calendar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarSettingsTest {
  private static final String ICS =
      """
      BEGIN:VCALENDAR
      VERSION:2.0
      PRODID:-//test//EN
      BEGIN:VEVENT
      UID:1
      SUMMARY:Zürich Wartung
      DTSTART:20260305T220000
      DTEND:20260306T020000
      END:VEVENT
      END:VCALENDAR
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    // A day of Berlin's clocks, in winter.
    "2026-12-24, 2026-12-23T23:00:00Z, 2026-12-24T23:00:00Z",
    "2026-12-25/2026-12-26, 2026-12-24T23:00:00Z, 2026-12-26T23:00:00Z",
    "2026-12-31/2026-12-31, 2026-12-30T23:00:00Z, 2026-12-31T23:00:00Z",
    "2026-12-31T18:00/2027-01-01T06:00, 2026-12-31T17:00:00Z, 2027-01-01T05:00:00Z",
    "2026-07-01T18:00:30/2026-07-01T18:00:31, 2026-07-01T16:00:30Z, 2026-07-01T16:00:31Z",
    // 23 and 25 hours.
    "2026-03-29, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "2026-10-25, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    // Half past two came twice, and not at all.
    "2026-10-25T02:30/2026-10-25T02:30:01, 2026-10-25T00:30:00Z, 2026-10-25T01:30:01Z",
    "2026-03-29T01:00/2026-03-29T02:30, 2026-03-29T00:00:00Z, 2026-03-29T01:30:00Z",
  })
  void coversLocalDatesAndTimesFromTheirStartUntilTheirEnd(String date, Instant start, Instant end)
      throws Exception {
    Calendar calendar =
        only("calendars: [{name: days, zone: Europe/Berlin, dates: ['" + date + "']}]");

    assertThat(covered(calendar, start.toEpochMilli() - 1)).isFalse();
    assertThat(covered(calendar, start.toEpochMilli())).isTrue();
    assertThat(covered(calendar, end.toEpochMilli() - 1)).isTrue();
    assertThat(covered(calendar, end.toEpochMilli())).isFalse();
  }

  @Test
  void beginsADayWithItsFirstMomentWhereMidnightIsSkipped() throws Exception {
    Calendar calendar = only("calendars: [{name: days, zone: America/Havana, dates: 2026-03-08}]");
    long start = Instant.parse("2026-03-08T05:00:00Z").toEpochMilli();

    assertThat(covered(calendar, start - 1)).isFalse();
    assertThat(covered(calendar, start)).isTrue();
  }

  @Test
  void takesDatesAsUtcUnlessTold() throws Exception {
    Calendar calendar = only("calendars: [{name: days, dates: 2026-12-24}]");

    assertThat(calendar.name()).isEqualTo("days");
    assertThat(covered(calendar, Instant.parse("2026-12-24T00:00:00Z").toEpochMilli())).isTrue();
    assertThat(covered(calendar, Instant.parse("2026-12-23T23:59:59Z").toEpochMilli())).isFalse();
  }

  @Test
  void readsAFileBesideTheDetectorFileAndDatesToo() throws Exception {
    Files.writeString(directory.resolve("maintenance.ics"), ICS);
    Path file = directory.resolve("detectors.yaml");
    Files.writeString(
        file,
        DetectorText.with(
            "calendars: [{name: x, zone: Asia/Tokyo, dates: 2026-05-01, file: maintenance.ics}]"));

    Calendar calendar = DetectorFile.read(file).get(0).calendars().get(0);

    assertThat(covered(calendar, Instant.parse("2026-03-05T13:00:00Z").toEpochMilli())).isTrue();
    assertThat(covered(calendar, Instant.parse("2026-03-05T17:00:00Z").toEpochMilli())).isFalse();
    assertThat(covered(calendar, Instant.parse("2026-04-30T15:00:00Z").toEpochMilli())).isTrue();
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() throws Exception {
    Files.writeString(
        directory.resolve("broken.ics"), ICS.replace("20260305T220000", "20260231T220000"));
    Files.write(directory.resolve("latin.ics"), ICS.getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(directory.resolve("list.csv"), "a,b\n");
    String text =
        DetectorText.with(
            """
            calendars:
              - {name: a, zone: Berlin, dates: [2026-02-30, 2026-01-02/2026-01-01]}
              - {name: a, dates: ['2026-01-01T00:00Z/2026-01-02T00:00Z', 2026-01-01T00:00]}
              - {dates: 2026-01-01}
              - {name: b}
              - {name: c, file: none.ics}
              - {name: d, file: broken.ics}
              - {name: e, file: latin.ics}
              - {name: f, file: list.csv, days: 1}
              - {name: g, dates: [], date: x}\
            """);
    String day =
        "must be a day '2026-12-24', days '2026-12-25/2026-12-26' or local times"
            + " '2026-12-31T18:00/2027-01-01T06:00', was ";

    assertThat(DetectorText.problemsIn(directory, text))
        .containsExactly(
            "calendars[0].zone: must be a time zone such as 'UTC' or 'Europe/Berlin', was 'Berlin'",
            "calendars[0].dates[0]: " + day + "'2026-02-30'",
            "calendars[0].dates[1]: must end after it starts, was '2026-01-02/2026-01-01'",
            "calendars[1]: name must be unique in the detector, was 'a' as in"
                + " detectors[0].calendars[0]",
            "calendars[1].dates[0]: " + day + "'2026-01-01T00:00Z/2026-01-02T00:00Z'",
            "calendars[1].dates[1]: " + day + "'2026-01-01T00:00'",
            "calendars[2].name: required, but missing",
            "calendars[3]: must name dates, a file, or both",
            "calendars[4].file: must be a file that is there, but there is none at "
                + directory.resolve("none.ics")
                + ", was 'none.ics'",
            "calendars[5].file: must be an iCalendar file without mistakes: event 'Zürich Wartung': there is no"
                + " time 20260231T220000, was 'broken.ics'",
            "calendars[6].file: must be an iCalendar file in UTF-8, was 'latin.ics'",
            "calendars[7].file: must be an iCalendar file without mistakes: it holds no VCALENDAR, was"
                + " 'list.csv'",
            "calendars[7].days: unknown setting; known here: name, zone, dates, file",
            "calendars[8].dates: must list at least one value",
            "calendars[8].date: unknown setting; did you mean 'dates'?");
  }

  private static Calendar only(String setting) throws InvalidDetectorsException {
    List<Calendar> calendars = DetectorText.read(setting).calendars();
    assertThat(calendars).hasSize(1);
    return calendars.get(0);
  }

  private static boolean covered(Calendar calendar, long millis) {
    return calendar.covers(millis, millis + 1);
  }
}
