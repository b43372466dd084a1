package io.anomalystack.model.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String EVERY_FRIDAY_NIGHT =
      Ics.calendar(Ics.event("DTSTART:20200103T220000Z", "DURATION:PT4H", "RRULE:FREQ=WEEKLY"));

  @ParameterizedTest
  @CsvSource({
    "90, 100, false", "90, 101, true", "100, 101, true", "150, 160, true", "90, 300, true",
    "199, 200, true", "200, 210, false", "290, 300, false", "200, 301, true", "399, 500, true",
    "400, 500, false"
  })
  void coversAPeriodThatOverlapsOneOfItsTimes(long start, long end, boolean covered)
      throws Exception {
    Calendar calendar =
        new Calendar("c", UTC, List.of(new Interval(300, 400), new Interval(100, 200)), null);

    assertThat(calendar.covers(start, end)).isEqualTo(covered);
  }

  @Test
  void joinsTimesThatOverlap() throws Exception {
    Calendar calendar =
        new Calendar(
            "c",
            UTC,
            List.of(new Interval(0, 1000), new Interval(10, 20), new Interval(1000, 1100)),
            null);

    assertThat(calendar.covers(500, 501)).isTrue();
    assertThat(calendar.covers(1099, 1100)).isTrue();
    assertThat(calendar.covers(1100, 1101)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void answersAlikeInWhicheverOrderItIsAsked(long seed) throws Exception {
    Calendar forward = new Calendar("c", UTC, List.of(), EVERY_FRIDAY_NIGHT);
    Calendar shuffled = new Calendar("c", UTC, List.of(), EVERY_FRIDAY_NIGHT);
    long start = Instant.parse("2023-11-28T03:17:00Z").toEpochMilli();
    List<Long> times = new ArrayList<>();
    for (int hour = 0; hour < 24 * 400; hour += 3) {
      times.add(start + Duration.ofHours(hour).toMillis());
    }
    List<Long> mixed = new ArrayList<>(times);
    Collections.shuffle(mixed, new java.util.Random(seed));
    List<Long> some = mixed.subList(0, 300);

    for (long time : some.stream().sorted().toList()) {
      assertThat(forward.covers(time, time + 60_000))
          .as("%s", Instant.ofEpochMilli(time))
          .isEqualTo(isFridayNight(time));
    }
    for (long time : some) {
      assertThat(shuffled.covers(time, time + 60_000))
          .as("%s", Instant.ofEpochMilli(time))
          .isEqualTo(isFridayNight(time));
    }
  }

  private static boolean isFridayNight(long time) {
    long first = Instant.parse("2020-01-03T22:00:00Z").toEpochMilli();
    long intoTheWeek = Math.floorMod(time - first, Duration.ofDays(7).toMillis());
    return intoTheWeek < Duration.ofHours(4).toMillis();
  }

  @Test
  void seesAcrossTheNewYearFromBothSides() throws Exception {
    String nights = Ics.calendar(Ics.event("DTSTART:20251231T200000Z", "DTEND:20260101T040000Z"));
    Calendar calendar = new Calendar("c", UTC, List.of(), nights);

    assertThat(covers(calendar, "2026-01-01T03:59:59Z")).isTrue();
    assertThat(covers(calendar, "2025-12-31T20:00:00Z")).isTrue();
    assertThat(covers(calendar, "2026-01-01T03:59:59Z")).isTrue();
    assertThat(covers(calendar, "2026-01-01T04:00:00Z")).isFalse();
    assertThat(
            calendar.covers(
                Instant.parse("2025-12-31T00:00:00Z").toEpochMilli(),
                Instant.parse("2025-12-31T20:00:00.001Z").toEpochMilli()))
        .isTrue();
  }

  @Test
  void seesWhatARuleBeganInTheYearBefore() throws Exception {
    String retreat =
        Ics.calendar(Ics.event("DTSTART:20201220T000000Z", "DURATION:P4W", "RRULE:FREQ=YEARLY"));
    Calendar calendar = new Calendar("c", UTC, List.of(), retreat);

    assertThat(covers(calendar, "2026-01-16T23:59:59Z")).isTrue();
    assertThat(covers(calendar, "2026-01-17T00:00:00Z")).isFalse();
  }

  @Test
  void sharesItsAnswersAmongManyQuestions() throws Exception {
    Calendar calendar = new Calendar("c", UTC, List.of(), EVERY_FRIDAY_NIGHT);
    long time = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    SplittableRandom random = new SplittableRandom(1);
    long covered = 0;

    // Five million would take hours if each expanded the calendar.
    for (int i = 0; i < 5_000_000; i++) {
      time += random.nextLong(6_000);
      covered += calendar.covers(time, time + 1_000) ? 1 : 0;
    }

    assertThat(covered / 5_000_000.0).isBetween(0.02, 0.03);
  }

  @Test
  void answersAlikeWhereItWasSentTo() throws Exception {
    Calendar calendar = new Calendar("c", UTC, List.of(new Interval(100, 200)), EVERY_FRIDAY_NIGHT);
    assertThat(calendar.covers(100, 101)).isTrue();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(calendar);
    }

    Calendar sent;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      sent = (Calendar) in.readObject();
    }

    assertThat(sent).isEqualTo(calendar).hasSameHashCodeAs(calendar);
    assertThat(sent.name()).isEqualTo("c");
    assertThat(sent.covers(199, 201)).isTrue();
    assertThat(covers(sent, "2026-03-06T22:00:00Z")).isTrue();
    assertThat(covers(sent, "2026-03-06T21:59:59Z")).isFalse();
  }

  private static boolean covers(Calendar calendar, String time) {
    long millis = Instant.parse(time).toEpochMilli();
    return calendar.covers(millis, millis + 1);
  }
}
