package io.anomalystack.model.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an iCalendar file's events cover: RFC 5545, its own words and examples. */
class EventsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final TimeZone HERE = TimeZone.getDefault();

  /** Far from where the events are, so that nothing can hang on it. */
  @BeforeEach
  void moveElsewhere() {
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
  }

  @AfterEach
  void comeBack() {
    TimeZone.setDefault(HERE);
  }

  @Test
  void takesDaysAndTimesWithoutAZoneFromTheCalendarsOwn() throws Exception {
    assertThat(march2026("DTSTART;VALUE=DATE:20260310")).containsExactly("09T23:00Z +24h");
    assertThat(march2026("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260313"))
        .containsExactly("09T23:00Z +72h");
    assertThat(march2026("DTSTART:20260310T080000", "DTEND:20260310T093000"))
        .containsExactly("10T07:00Z +90m");
  }

  @Test
  void takesTimesFromTheZoneTheyName() throws Exception {
    assertThat(march2026("DTSTART:20260310T080000Z", "DTEND:20260310T090000Z"))
        .containsExactly("10T08:00Z +1h");
    assertThat(
            march2026(
                "DTSTART;TZID=Asia/Tokyo:20260310T080000",
                "DTEND;TZID=America/New_York:20260310T000000"))
        .containsExactly("09T23:00Z +5h");
  }

  @Test
  void takesAZoneThatTheFileDescribes() throws Exception {
    String zone =
        String.join(
            "\r\n",
            "BEGIN:VTIMEZONE",
            "TZID:Office Standard Time",
            "BEGIN:STANDARD",
            "DTSTART:16010101T030000",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:16010101T020000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "END:DAYLIGHT",
            "END:VTIMEZONE");
    String event =
        Ics.event(
            "DTSTART;TZID=Office Standard Time:20260327T080000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=4");

    assertThat(march2026In(Ics.calendar(zone, event)))
        .containsExactly("27T07:00Z +1h", "28T07:00Z +1h", "29T06:00Z +1h", "30T06:00Z +1h");
  }

  @Test
  void knowsAWellKnownZoneBetterThanTheFile() throws Exception {
    String onlyWinter =
        String.join(
            "\r\n",
            "BEGIN:VTIMEZONE",
            "TZID:Europe/Berlin",
            "BEGIN:STANDARD",
            "DTSTART:19701025T030000",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "END:STANDARD",
            "END:VTIMEZONE");
    String event = Ics.event("DTSTART;TZID=Europe/Berlin:20260330T080000", "DURATION:PT1H");

    assertThat(march2026In(Ics.calendar(onlyWinter, event))).containsExactly("30T06:00Z +1h");
  }

  @Test
  void keepsALocalTimeAcrossBothChangesOfTheClocks() throws Exception {
    String[] weekly = {
      "DTSTART;TZID=America/New_York:20260222T230000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"
    };

    assertThat(march2026(weekly))
        .containsExactly(
            "02T04:00Z +1h", "09T03:00Z +1h", "16T03:00Z +1h", "23T03:00Z +1h", "30T03:00Z +1h");
    assertThat(covered(Ics.calendar(Ics.event(weekly)), "2026-10-26T00:00:00Z", 14))
        .containsExactly("26T03:00Z +1h", "02T04:00Z +1h");
  }

  @Test
  void makesDaysAsLongAsTheyAre() throws Exception {
    assertThat(march2026("DTSTART;VALUE=DATE:20260301", "RRULE:FREQ=WEEKLY;BYDAY=SU"))
        .containsExactly(
            "28T23:00Z +24h",
            "07T23:00Z +24h",
            "14T23:00Z +24h",
            "21T23:00Z +24h",
            "28T23:00Z +23h");
    assertThat(
            covered(
                Ics.calendar(Ics.event("DTSTART;VALUE=DATE:20251026", "RRULE:FREQ=YEARLY")),
                "2025-10-01T00:00:00Z",
                31))
        .containsExactly("25T22:00Z +25h");
  }

  /** RFC 5545, 3.8.5.3: DTEND makes it exact; 3.3.6: the days of a DURATION are nominal. */
  @Test
  void makesHoursExactAndTheDaysOfADurationLocal() throws Exception {
    assertThat(march2026("DTSTART:20260328T200000", "DTEND:20260329T080000"))
        .containsExactly("28T19:00Z +11h");
    assertThat(
            march2026(
                "DTSTART:20260327T200000", "DTEND:20260328T080000", "RRULE:FREQ=DAILY;COUNT=2"))
        .containsExactly("27T19:00Z +12h", "28T19:00Z +12h");
    assertThat(march2026("DTSTART:20260328T200000", "DURATION:PT24H"))
        .containsExactly("28T19:00Z +24h");
    assertThat(march2026("DTSTART:20260328T200000", "DURATION:P1D"))
        .containsExactly("28T19:00Z +23h");
    assertThat(march2026("DTSTART:20260328T200000", "DURATION:P1DT30M"))
        .containsExactly("28T19:00Z +1410m");
  }

  @Test
  void shiftsATimeThatTheClocksSkipAndTakesTheFirstOfTwo() throws Exception {
    assertThat(
            march2026(
                "DTSTART;TZID=Europe/Berlin:20260328T023000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=3"))
        .containsExactly("28T01:30Z +1h", "29T01:30Z +1h", "30T00:30Z +1h");
    assertThat(
            covered(
                Ics.calendar(Ics.event("DTSTART:20261025T023000", "DURATION:PT10M")),
                "2026-10-20T00:00:00Z",
                10))
        .containsExactly("25T00:30Z +10m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=MONTHLY;BYDAY=-1FR|27T08:00Z",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1|31T07:00Z",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU|03T08:00Z 17T08:00Z 31T07:00Z",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14|14T08:00Z",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29|",
        "FREQ=DAILY;BYMONTH=3;BYMONTHDAY=1,2|01T08:00Z 02T08:00Z",
        "FREQ=DAILY;INTERVAL=10|04T08:00Z 14T08:00Z 24T08:00Z",
        "FREQ=HOURLY;BYHOUR=9;BYDAY=SA|07T08:00Z 14T08:00Z 21T08:00Z 28T08:00Z",
        "FREQ=MONTHLY;COUNT=23|13T08:00Z",
        "FREQ=MONTHLY;COUNT=22|",
      })
  void occursByRulesWithoutEndForYears(String rule, String starts) throws Exception {
    String[] event = {"DTSTART:20240513T090000", "DURATION:PT5M", "RRULE:" + rule};

    List<String> occurrences = march2026(event);

    assertThat(String.join(" ", occurrences).replace(" +5m", ""))
        .isEqualTo(starts == null ? "" : starts);
  }

  @Test
  void skipsNoHourOfAnHourlyRule() throws Exception {
    assertThat(
            covered(
                Ics.calendar(
                    Ics.event("DTSTART:20240520T001500Z", "DURATION:PT5M", "RRULE:FREQ=HOURLY")),
                "2025-12-31T00:00:00Z",
                2))
        .hasSize(48);
  }

  @ParameterizedTest
  @CsvSource({
    // As a time of the zone, in UTC, or as a day, each itself included.
    "20260312T090000, 3", "20260312T085959, 2",
    "20260312T080000Z, 3", "20260312T075959Z, 2",
    "20260312, 3", "20260311, 2"
  })
  void endsARuleWithItsLastOccurrence(String until, int occurrences) throws Exception {
    assertThat(
            march2026(
                "DTSTART;TZID=Europe/Berlin:20260310T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;UNTIL=" + until))
        .hasSize(occurrences);
  }

  @Test
  void endsARuleForWholeDays() throws Exception {
    assertThat(march2026("DTSTART;VALUE=DATE:20260328", "RRULE:FREQ=DAILY;UNTIL=20260330"))
        .containsExactly("27T23:00Z +71h");
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    String[] event = {
      "DTSTART;TZID=Europe/Berlin:20260327T090000",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;COUNT=5",
      "EXDATE;TZID=Europe/Berlin:20260327T090000,20260329T090000",
      // The 30th in UTC; at this hour there is nothing to exclude on the 31st.
      "EXDATE:20260330T070000Z",
      "EXDATE:20260331T080000Z"
    };

    assertThat(march2026(event)).containsExactly("28T08:00Z +1h", "31T07:00Z +1h");
  }

  @Test
  void leavesOutExcludedDays() throws Exception {
    assertThat(
            march2026(
                "DTSTART;VALUE=DATE:20260309",
                "RRULE:FREQ=WEEKLY;COUNT=3",
                "EXDATE;VALUE=DATE:20260316"))
        .containsExactly("08T23:00Z +24h", "22T23:00Z +24h");
    assertThat(
            march2026(
                "DTSTART:20260309T000000",
                "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY;COUNT=3",
                "EXDATE;VALUE=DATE:20260316"))
        .containsExactly("08T23:00Z +1h", "22T23:00Z +1h");
  }

  @Test
  void addsFurtherDatesAndPeriods() throws Exception {
    String[] event = {
      "DTSTART;TZID=Europe/Berlin:20260305T090000",
      "DURATION:PT1H",
      "RDATE;TZID=Asia/Tokyo:20260307T090000,20260308T090000",
      "RDATE;VALUE=PERIOD:20260310T100000Z/PT3H,20260311T100000Z/20260311T120000Z",
      "EXDATE;TZID=Asia/Tokyo:20260308T090000"
    };

    assertThat(march2026(event))
        .containsExactly("05T08:00Z +1h", "07T00:00Z +1h", "10T10:00Z +3h", "11T10:00Z +2h");
  }

  @Test
  void movesAnOccurrenceThatAnotherEventStandsInFor() throws Exception {
    String series =
        Ics.event("UID:a", "DTSTART:20260302T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4");
    String moved =
        Ics.event(
            "UID:a", "RECURRENCE-ID:20260309T090000", "DTSTART:20260310T100000", "DURATION:PT2H");
    String cancelled =
        Ics.event(
            "UID:a",
            "RECURRENCE-ID:20260316T080000Z",
            "DTSTART:20260316T090000",
            "DURATION:PT1H",
            "STATUS:CANCELLED");
    String other = Ics.event("UID:b", "RECURRENCE-ID:20260323T090000", "DTSTART:20260301T000000Z");

    assertThat(march2026In(Ics.calendar(cancelled, series, moved, other)))
        .containsExactly("02T08:00Z +1h", "10T09:00Z +2h", "23T08:00Z +1h");
  }

  @Test
  void ignoresWhatIsCancelledOrTakesNoTime() throws Exception {
    assertThat(march2026("DTSTART;VALUE=DATE:20260310", "STATUS:CANCELLED")).isEmpty();
    assertThat(march2026("DTSTART;VALUE=DATE:20260310", "RRULE:FREQ=DAILY", "STATUS:CANCELLED"))
        .isEmpty();
    assertThat(march2026("DTSTART:20260310T090000")).isEmpty();
    assertThat(march2026("DTSTART:20260310T090000", "DTEND:20260310T090000")).isEmpty();
  }

  @Test
  void coversFreeTimeAsWellAsBusy() throws Exception {
    assertThat(march2026("DTSTART;VALUE=DATE:20260310", "TRANSP:TRANSPARENT")).hasSize(1);
    assertThat(march2026("DTSTART;VALUE=DATE:20260310", "STATUS:TENTATIVE")).hasSize(1);
  }

  @Test
  void readsEveryCalendarOfAFileAndFoldedLines() throws Exception {
    String folded =
        Ics.event(
            "SUMMARY:a\\nb", "DTSTART;TZID=Europe/\r\n Berlin:20260310T090000", "DURATION:PT1H");
    String day = Ics.event("DTSTART;VALUE=DATE:20260312");
    String todo = "BEGIN:VTODO\r\nDTSTART:20260301T000000Z\r\nDUE:20260302T000000Z\r\nEND:VTODO";

    assertThat(march2026In(Ics.calendar(folded, todo) + Ics.calendar(day) + "\r\n\r\n"))
        .containsExactly("10T08:00Z +1h", "11T23:00Z +24h");
    assertThat(march2026In(Ics.calendar())).isEmpty();
    assertThat(march2026In(Ics.calendar(day).replace("\r\n", "\n"))).hasSize(1);
    assertThat(march2026In("\uFEFF" + Ics.calendar(day))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DTSTART:2026-03x|line 6: DTSTART: Could not parse date-time value",
        "DTSTART:20260332T090000|event 'it': there is no time 20260332T090000",
        "DTSTART:20260310T250000|event 'it': there is no time 20260310T250000",
        "DTSTART;TZID=Nowhere/Land:20260310T090000|event 'it': the time zone 'Nowhere/Land' is not"
            + " known",
        "DESCRIPTION:x|event 'it': DTSTART is missing",
        "DTSTART:20260310T090000;DTEND:20260310T080000|event 'it': it ends before it starts",
        "DTSTART:20260310T090000;DURATION:-PT1H|event 'it': it ends before it starts",
        "DTSTART:20260310T090000;DURATION:1h|line 7: DURATION: Could not parse duration value",
        "DTSTART:20260310T090000;DTEND,VALUE=DATE:20260311|event 'it': of DTSTART and DTEND one is a"
            + " day and one a time",
        "DTSTART:20260310T090000;RRULE:daily|event 'it': RRULE has no FREQ",
        "DTSTART:20260310T090000;RRULE:FREQ=DAILY,COUNT=x|line 7: RRULE: Invalid COUNT value \"x\"",
        "DTSTART:20260310T090000;RRULE:FREQ=DAILY,UNTIL=20260332|event 'it': there is no time"
            + " 20260332T000000",
        "DTSTART:20260310T090000;RRULE:FREQ=SECONDLY|event 'it': RRULE must not be FREQ=SECONDLY",
        "DTSTART:20260310T090000;RRULE:FREQ=DAILY,BYMONTH=13|event 'it': RRULE's BYMONTH must be 1 to"
            + " 12, was 13",
        "DTSTART:20260310T090000;RRULE:FREQ=MONTHLY,BYMONTHDAY=-32|event 'it': RRULE's BYMONTHDAY"
            + " must be 1 to 31 or -1 to -31, was -32",
        "DTSTART:20260310T090000;RRULE:FREQ=MONTHLY,BYDAY=0MO|event 'it': RRULE's BYDAY must be 1 to"
            + " 53 or -1 to -53, was 0",
        "DTSTART:20260310T090000;RRULE:FREQ=DAILY,BYHOUR=24|event 'it': RRULE's BYHOUR must be 0 to"
            + " 23, was 24",
        "DTSTART:20260310T090000;RRULE:FREQ=DAILY,INTERVAL=0|event 'it': RRULE's INTERVAL must be at"
            + " least 1, was 0",
        "DTSTART:20260310T090000;RRULE:FREQ=YEARLY,BYWEEKNO=20|event 'it': RRULE with BYWEEKNO needs"
            + " BYDAY",
        "DTSTART:20260310T090000;RRULE:FREQ=DAILY,SKIP=OMIT|event 'it': RRULE has parts that are not"
            + " supported: SKIP",
        "DTSTART:20260310T090000;EXRULE:FREQ=DAILY|event 'it': EXRULE is not supported, nor has RFC"
            + " 5545 it any more",
        "DTSTART:20260310T090000;EXDATE:tomorrow|line 7: EXDATE: Could not parse date value",
        "DTSTART:20260310T090000;RDATE:tomorrow|line 7: RDATE: Could not parse date: \"tomorrow\"",
        "DTSTART:20260310T090000;RECURRENCE-ID,RANGE=THISANDFUTURE:20260310T090000|event 'it':"
            + " RECURRENCE-ID with RANGE=THISANDFUTURE is not supported",
      })
  void refusesWhatItDoesNotUnderstand(String properties, String problem) {
    // A semicolon parts lines here, and a comma stands for it.
    String event =
        Ics.event(properties.replace(";", "\r\n").replace(",", ";"), "SUMMARY:it")
            .replace("DTSTART\r\nTZID", "DTSTART;TZID");

    assertThat(problems(Ics.calendar(event))).containsExactly(problem);
  }

  @Test
  void refusesWhatIsNoWholeFile() {
    String whole = Ics.calendar(Ics.event("DTSTART;VALUE=DATE:20260310"));

    String cut = "not every VCALENDAR and VEVENT that begins also ends";
    assertThat(problems(whole.substring(0, whole.length() - 20))).containsExactly(cut);
    assertThat(problems(whole.replace("END:VEVENT\r\n", ""))).containsExactly(cut);
    assertThat(problems(whole.replace("BEGIN:VEVENT\r\n", ""))).containsExactly(cut);
    assertThat(problems(whole.replace("END:VEVENT", "begin:vevent\r\nEND:VEVENT\r\nEND:VEVENT")))
        .contains(cut);
    assertThat(problems("BEGIN:VCALENDAR\r\n" + whole)).containsExactly(cut);
    assertThat(problems("hello")).containsExactly("it holds no VCALENDAR");
    assertThat(problems("")).containsExactly("it holds no VCALENDAR");
  }

  @Test
  void tellsOfEveryEventButNotForEver() {
    String wrong = Ics.event("SUMMARY:one", "DESCRIPTION:no start");
    String other = Ics.event("UID:two", "DTSTART:20260310T990000");

    assertThat(problems(Ics.calendar(wrong, other)))
        .containsExactly(
            "event 'one': DTSTART is missing", "event 'two': there is no time 20260310T990000");
    assertThat(problems(Ics.calendar((wrong + "\r\n").repeat(25).strip())))
        .hasSize(11)
        .endsWith("15 problems more");
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(
            InvalidCalendarException.class, () -> new Calendar("c", BERLIN, List.of(), text))
        .problems();
  }

  private static List<String> march2026(String... properties) throws Exception {
    return march2026In(Ics.calendar(Ics.event(properties)));
  }

  private static List<String> march2026In(String text) throws Exception {
    return covered(text, "2026-02-28T12:00:00Z", 32);
  }

  /** The times covered from one on, by asking minute by minute: {@code start +length}. */
  private static List<String> covered(String text, String from, int days) throws Exception {
    Calendar calendar = new Calendar("c", BERLIN, List.of(), text);
    List<String> covered = new ArrayList<>();
    Instant first = Instant.parse(from);
    Instant start = null;
    for (long minute = 0; minute <= Duration.ofDays(days).toMinutes(); minute++) {
      Instant time = first.plus(Duration.ofMinutes(minute));
      boolean now = calendar.covers(time.toEpochMilli(), time.toEpochMilli() + 60_000);
      if (now && start == null) {
        start = time;
      } else if (!now && start != null) {
        covered.add(shown(start, Duration.between(start, time)));
        start = null;
      }
    }
    assertThat(start).as("open at the end").isNull();
    return covered;
  }

  private static String shown(Instant start, Duration length) {
    return start.toString().substring(8, 16)
        + "Z +"
        + (length.toMinutesPart() == 0 && length.toHours() > 0
            ? length.toHours() + "h"
            : length.toMinutes() + "m");
  }
}
