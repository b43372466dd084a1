package io.anomalystack.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.forward.parse.LineParser;
import io.anomalystack.forward.parse.LogFormat;
import io.anomalystack.forward.parse.Parsed.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordMakerTest {
  private static final Instant START = Instant.parse("2024-11-22T15:00:00Z");
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2024-11-22T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void givesStepsWithoutTimesThatOfTheStartAndAllStepsBefore() {
    ElapsedClock clock = new ElapsedClock(START, null);
    RecordMaker maker = new RecordMaker(Map.of(), Map.of(), clock, NOON);

    assertThat(make(maker, iteration(1, 2000))).contains("\"2024-11-22T15:00:02Z\"");
    // A line for ten steps of a second each.
    assertThat(make(maker, iteration(11, 1000))).contains("\"2024-11-22T15:00:12Z\"");
    RecordMaker resumed =
        new RecordMaker(Map.of(), Map.of(), new ElapsedClock(START, maker.reached()), NOON);
    assertThat(make(resumed, iteration(12, 500))).contains("\"2024-11-22T15:00:12.500Z\"");
  }

  @Test
  void keepsTheTimeThatALineHas() {
    RecordMaker maker = new RecordMaker(Map.of(), Map.of(), new ElapsedClock(START, null), NOON);

    assertThat(make(maker, "[2023-01-01 00:00:00]" + iteration(1, 1)))
        .contains("\"2023-01-01T00:00:00Z\"");
  }

  @Test
  void makesNoRecordWhoseTimeCannotBeTold() {
    RecordMaker maker = new RecordMaker(Map.of(), Map.of(), new ElapsedClock(START, null), NOON);

    assertThat(maker.make(parse("{\"step\":1,\"loss\":2.5}"))).isEmpty();
  }

  @Test
  void aStepThatTookLongerThanAnyStepTellsNoTime() {
    RecordMaker maker = new RecordMaker(Map.of(), Map.of(), new ElapsedClock(START, null), NOON);

    assertThat(maker.make(parse("{\"step\":1,\"step_time\":1e999999999}"))).isEmpty();
    assertThat(maker.make(parse("{\"step\":2,\"step_time\":-1}"))).isEmpty();
    assertThat(make(maker, "{\"step\":3,\"step_time\":1}")).contains("15:00:01Z");
  }

  @Test
  void halfOfASurrogatePairStopsNothing() {
    RecordMaker maker = new RecordMaker(Map.of("run", "a"), Map.of(), null, NOON);

    assertThat(make(maker, "{\"step\":1,\"note\":\"x\\ud83dy\"}"))
        .containsIgnoringCase("x\\ud83dy");
  }

  @Test
  void sendsJsonByteForByteWhereNothingIsToBeAdded() {
    String line = "{\"timestamp\": \"2024-11-22T15:00:00Z\",  \"loss\": 2.50, \"run\": \"b\"}";

    assertThat(make(new RecordMaker(Map.of(), Map.of("run", "a"), null, NOON), line))
        .isEqualTo(line);
    assertThat(make(new RecordMaker(Map.of("run", "a"), Map.of(), null, NOON), line))
        .isEqualTo("{\"timestamp\":\"2024-11-22T15:00:00Z\",\"loss\":2.50,\"run\":\"a\"}");
  }

  private static String iteration(int step, int millis) {
    return " iteration %d/ 100 | elapsed time per iteration (ms): %d.0 | lm loss: 1.0E+00 |"
        .formatted(step, millis);
  }

  private static String make(RecordMaker maker, String line) {
    return new String(maker.make(parse(line)).orElseThrow().value(), StandardCharsets.UTF_8);
  }

  private static Metrics parse(String line) {
    LineParser parser = LogFormat.AUTO.parser("run.log", ZoneOffset.UTC);
    return (Metrics) parser.parse(line);
  }
}
