package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionJsonTest {
  private static final String ID = "f3c7f14e".repeat(8);
  private static final String DECISION_ID = "0123abcd".repeat(8);
  private static final long START = 1724938500000L;

  private static final Decision SEED =
      new Decision(
          "canvas-ad-blog-demo-1",
          "quantity",
          ID,
          70,
          List.of(new Dimension("product_name", "item-A")),
          14,
          0,
          START,
          START + 60_000,
          1261,
          80.4674989791107,
          0,
          ModelStage.INFERENCE,
          0,
          DECISION_ID,
          false,
          false,
          null,
          null,
          null,
          0,
          null,
          null);

  private static final Decision EVERY_FIELD =
      new Decision(
          "d",
          "/deep/measure",
          ID,
          70.5,
          List.of(new Dimension("zone", "b"), new Dimension("area", "a")),
          -1.5e-9,
          99.25,
          START,
          START + 1_000,
          Long.MAX_VALUE,
          100,
          1,
          ModelStage.LEARNING,
          1e300,
          DECISION_ID,
          true,
          true,
          12.5,
          -1.0,
          26.0,
          1,
          START + 123,
          7L);

  @Test
  void beginsWithTheSeedsRecordByteForByte() {
    assertThat(json(SEED))
        .startsWith(
            "{\"detectorName\":\"canvas-ad-blog-demo-1\",\"measure\":\"quantity\",\"timeseriesId\":\""
                + ID
                + "\",\"anomalyDecisionThreshold\":70,\"dimensionList\":[{\"name\":\"product_name\","
                + "\"value\":\"item-A\"}],\"aggregatedMeasureValue\":14.0,\"anomalyScore\":0.0,"
                + "\"detectionPeriodStartTime\":\"2024-08-29 13:35:00\","
                + "\"detectionPeriodEndTime\":\"2024-08-29 13:36:00\",\"processedDataPoints\":1261,"
                + "\"anomalyConfidenceScore\":80.4674989791107,\"anomalyDecision\":0,"
                + "\"modelStage\":\"INFERENCE\",\"expectedValue\":0.0,");
  }

  @Test
  void writesUnknownBoundsAsNullAndLeavesOutWhatDoesNotApply() {
    assertThat(json(SEED))
        .endsWith(
            "\"expectedValue\":0.0,\"decisionId\":\""
                + DECISION_ID
                + "\",\"predictedValue\":null,\"lowerBound\":null,\"upperBound\":null,\"alert\":0}");
  }

  @Test
  void writesEveryFurtherFieldInOrder() {
    assertThat(json(EVERY_FIELD))
        .endsWith(
            "\"decisionId\":\""
                + DECISION_ID
                + "\",\"filled\":true,\"partial\":true,\"predictedValue\":12.5,\"lowerBound\":-1.0,"
                + "\"upperBound\":26.0,\"alert\":1,\"recordTime\":1724938500123,\"sequence\":7}");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "70, 70", "100, 100", "70.5, 70.5", "0.1, 0.1"})
  void printsWholeThresholdsWithoutFraction(double threshold, String text) {
    assertThat(json(withThreshold(threshold)))
        .contains("\"anomalyDecisionThreshold\":" + text + ",\"dimensionList\"");
  }

  @Test
  void readsBackWhatItWrote() {
    assertThat(DecisionJson.read(DecisionJson.write(SEED))).isEqualTo(SEED);
    assertThat(DecisionJson.read(DecisionJson.write(EVERY_FIELD))).isEqualTo(EVERY_FIELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a\"b\\c", "Zürich 😀", "line\nbreak\u0000\u007f\u2028", "\ud800", "x\udc00y"})
  void readsBackEveryText(String value) {
    Decision decision = withDimension(value);

    byte[] written = DecisionJson.write(decision);

    assertThat(DecisionJson.read(written)).isEqualTo(decision);
    assertThat(written).doesNotContain('\n');
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.002", "2.2250738585072014E-308", "9007199254740993", "-0.0", "2E23"})
  void readsBackEveryDouble(String text) {
    double value = Double.parseDouble(text);

    assertThat(DecisionJson.read(DecisionJson.write(withValue(value))).aggregatedMeasureValue())
        .isEqualTo(value);
  }

  @Test
  void writesTheShortestTextOfADouble() {
    assertThat(json(withValue(Double.parseDouble("2E23"))))
        .contains("\"aggregatedMeasureValue\":2.0E23,");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesNumbersThatJsonDoesNotHave(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecisionJson.write(withValue(value)))
        .withMessage("aggregatedMeasureValue: must be a finite number, was " + value);
  }

  @Test
  void writesBoundsThatAreNotFiniteAsUnknown() {
    assertThat(json(withBounds(Double.NEGATIVE_INFINITY, Double.NaN)))
        .contains("\"lowerBound\":null,\"upperBound\":null");
  }

  @Test
  void ignoresFieldsItDoesNotKnow() {
    String later = json(SEED).replaceFirst("\\{", "{\"neighbours\":{\"rank\":[1]},");

    assertThat(read(later)).isEqualTo(SEED);
  }

  @Test
  void readsAbsentBoundsAsUnknown() {
    assertThat(read(json(SEED).replace("\"lowerBound\":null,", ""))).isEqualTo(SEED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"measure\":\"quantity\",|``|measure: expected a string, was absent",
        "\"quantity\"|7|measure: expected a string, was 7",
        "14.0|\"14.0\"|aggregatedMeasureValue: expected a number, was \"14.0\"",
        "1261|1261.5|processedDataPoints: expected a whole number, was 1261.5",
        "\"anomalyDecision\":0|\"anomalyDecision\":2|anomalyDecision: expected 0 or 1, was 2",
        "INFERENCE|COLD|modelStage: expected one of LEARNING, INFERENCE, was \"COLD\"",
        "13:35:00|13:60:00|detectionPeriodStartTime: expected a time like '2024-08-29 13:35:00',"
            + " was \"2024-08-29 13:60:00\"",
        "[{|[7,{|dimensionList[0].name: expected a string, was absent",
        "\"item-A\"|null|dimensionList[0].value: expected a string, was null",
        "\"alert\":0|\"alert\":0,\"filled\":1|filled: expected true or false, was 1",
        "\"lowerBound\":null|\"lowerBound\":\"x\"|lowerBound: expected a number, was \"x\"",
      })
  void namesTheFieldThatIsWrong(String written, String instead, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(json(SEED).replace(written, instead)))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{}{}", "7", "null"})
  void refusesWhatIsNoObject(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(text))
        .withMessageStartingWith("decision: ");
  }

  private static String json(Decision decision) {
    return new String(DecisionJson.write(decision), StandardCharsets.UTF_8);
  }

  private static Decision read(String json) {
    return DecisionJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Decision withThreshold(double threshold) {
    return variant(threshold, "item-A", 14, null, null);
  }

  private static Decision withDimension(String value) {
    return variant(70, value, 14, null, null);
  }

  private static Decision withValue(double value) {
    return variant(70, "item-A", value, null, null);
  }

  private static Decision withBounds(Double lower, Double upper) {
    return variant(70, "item-A", 14, lower, upper);
  }

  private static Decision variant(
      double threshold, String dimension, double value, Double lower, Double upper) {
    return new Decision(
        SEED.detectorName(),
        SEED.measure(),
        ID,
        threshold,
        List.of(new Dimension("product_name", dimension)),
        value,
        0,
        START,
        START + 60_000,
        1261,
        80.4674989791107,
        0,
        ModelStage.INFERENCE,
        0,
        DECISION_ID,
        false,
        false,
        null,
        lower,
        upper,
        0,
        null,
        null);
  }
}
