package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decision says beyond the verdict: what silenced it, why, since when, and of what. */
class DecisionReasonsJsonTest {
  private static final long START = 1724938500000L;

  private static final Explanation EXPLAINED =
      new Explanation(
          List.of(new Contributor(Contributor.SEASON, 62.5), new Contributor("level", 37.5)),
          START - 120_000,
          "NEAR_EXPECTED");
  private static final List<MeasureDecision> MEASURES =
      List.of(
          new MeasureDecision("sales", 10, 9.5, 8.0, 11.0, 75),
          new MeasureDecision("price", -0.5, null, null, null, 25));

  private static final Decision EVERYTHING =
      decision(new Suppression(91.5, "direction"), EXPLAINED, 12L, MEASURES);
  private static final Decision NOTHING = decision(null, Explanation.NONE, null, List.of());

  @Test
  void followsTheOtherFieldsInOrder() {
    assertThat(json(EVERYTHING))
        .endsWith(
            "\"alert\":0,\"recordTime\":5,\"sequence\":6,"
                + "\"suppressedScore\":91.5,\"suppressedBy\":\"direction\","
                + "\"contributors\":[{\"name\":\"season\",\"share\":62.5},"
                + "{\"name\":\"level\",\"share\":37.5}],"
                + "\"anomalyStartTime\":\"2024-08-29 13:33:00\",\"heldBack\":\"NEAR_EXPECTED\","
                + "\"pointsUntilInference\":12,"
                + "\"measures\":[{\"name\":\"sales\",\"value\":10.0,\"predictedValue\":9.5,"
                + "\"lowerBound\":8.0,\"upperBound\":11.0,\"share\":75.0},"
                + "{\"name\":\"price\",\"value\":-0.5,\"predictedValue\":null,"
                + "\"lowerBound\":null,\"upperBound\":null,\"share\":25.0}]}");
  }

  @Test
  void isLeftOutWhereThereIsNothingToSay() {
    assertThat(json(NOTHING)).endsWith("\"alert\":0,\"recordTime\":5,\"sequence\":6}");
  }

  @Test
  void isReadBack() {
    assertThat(read(json(EVERYTHING))).isEqualTo(EVERYTHING);
    assertThat(read(json(NOTHING))).isEqualTo(NOTHING);
    Decision learning = decision(null, null, 0L, null);
    assertThat(read(json(learning))).isEqualTo(learning);
  }

  @Test
  void saysTheSameInTheShortFormOfTheRecord() {
    assertThat(
            new Decision(
                "d",
                "sales",
                "id",
                70,
                List.of(),
                10,
                0,
                START,
                START + 60_000,
                40,
                80,
                0,
                ModelStage.LEARNING,
                0,
                "did",
                false,
                false,
                9.5,
                8.0,
                11.0,
                0,
                5L,
                6L))
        .isEqualTo(NOTHING);
  }

  @Test
  void namesTheCalendarThatSilenced() {
    Suppression suppression = Suppression.byCalendar(80, "Wartung \"nachts\"");

    assertThat(json(decision(suppression, null, null, null)))
        .contains(",\"suppressedBy\":\"calendar:Wartung \\\"nachts\\\"\"");
    assertThat(read(json(decision(suppression, null, null, null))).suppression())
        .isEqualTo(suppression);
  }

  @Test
  void writesTheStartOfAnAnomalyToTheSecond() {
    Explanation explanation = new Explanation(List.of(), START + 999, null);

    assertThat(read(json(decision(null, explanation, null, null))).explanation().anomalyStart())
        .isEqualTo(START);
  }

  @Test
  void takesNullForAbsent() {
    String nulls =
        json(NOTHING)
            .replaceFirst(
                "}$",
                ",\"suppressedScore\":null,\"suppressedBy\":null,\"contributors\":null,"
                    + "\"anomalyStartTime\":null,\"heldBack\":null,\"pointsUntilInference\":null,"
                    + "\"measures\":null}");

    assertThat(read(nulls)).isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "91.5|\"91.5\"|suppressedScore: expected a number, was \"91.5\"",
        ",\"suppressedBy\":\"direction\"|``|suppressedBy: expected a string, was absent",
        "\"suppressedScore\":91.5,|``|suppressedScore: expected a number, was absent",
        "{\"name\":\"level\",|{|contributors[1].name: expected a string, was absent",
        "62.5|true|contributors[0].share: expected a number, was true",
        "13:33:00|13:33|anomalyStartTime: expected a time like '2024-08-29 13:35:00', was"
            + " \"2024-08-29 13:33\"",
        "\"NEAR_EXPECTED\"|1|heldBack: expected a string, was 1",
        ":12,|:1.5,|pointsUntilInference: expected a whole number, was 1.5",
        "\"measures\":[|\"measures\":7,\"x\":[|measures: expected an array of measures, was 7",
        "\"value\":-0.5|\"value\":null|measures[1].value: expected a number, was null",
        "9.5,|\"9.5\",|predictedValue: expected a number, was \"9.5\"",
      })
  void namesTheFieldThatIsWrong(String written, String instead, String message) {
    assertThat(json(EVERYTHING)).contains(written);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(json(EVERYTHING).replace(written, instead)))
        .withMessageStartingWith(message);
  }

  @Test
  void refusesNumbersThatJsonDoesNotHave() {
    Decision infinite = decision(new Suppression(Double.NaN, "margins"), null, null, null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecisionJson.write(infinite))
        .withMessage("suppressedScore: must be a finite number, was NaN");
    assertThat(
            json(
                decision(
                    null,
                    null,
                    null,
                    List.of(new MeasureDecision("a", 1, Double.NaN, 1.0, 1 / 0.0, 1)))))
        .contains("\"predictedValue\":null,\"lowerBound\":1.0,\"upperBound\":null,\"share\":1.0}]");
  }

  private static Decision decision(
      Suppression suppression,
      Explanation explanation,
      Long pointsUntilInference,
      List<MeasureDecision> measures) {
    return new Decision(
        "d",
        "sales",
        "id",
        70,
        List.of(),
        10,
        0,
        START,
        START + 60_000,
        40,
        80,
        0,
        ModelStage.LEARNING,
        0,
        "did",
        false,
        false,
        9.5,
        8.0,
        11.0,
        0,
        5L,
        6L,
        suppression,
        explanation,
        pointsUntilInference,
        measures,
        Findings.NONE);
  }

  private static String json(Decision decision) {
    return new String(DecisionJson.write(decision), StandardCharsets.UTF_8);
  }

  private static Decision read(String json) {
    return DecisionJson.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
