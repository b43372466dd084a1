package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteeringTest {
  private static final String OVERRIDES =
      """
      anomalyThreshold: 80
      direction: down
      margins: {absolute: 5, relative: 0.1}
      overrides:
        - where: {product_name: [item-A, item-B], shop: berlin}
          anomalyThreshold: 90
        - where: {product_name: item-A}
          anomalyThreshold: 60
          direction: up
        - where: {shop: [berlin]}
          direction: both
          margins: {relative: 0.2}
      """;

  private static final Margins OWN = new Margins(5, 0.1);

  @Test
  void readsWhatAnOverrideNamesAndNothingElse() throws Exception {
    assertThat(DetectorText.read(OVERRIDES).overrides())
        .containsExactly(
            new SeriesOverride(
                Map.of(
                    new FieldPath("product_name"),
                    Set.of("item-A", "item-B"),
                    new FieldPath("shop"),
                    Set.of("berlin")),
                90.0,
                null,
                null),
            new SeriesOverride(
                Map.of(new FieldPath("product_name"), Set.of("item-A")), 60.0, Direction.UP, null),
            new SeriesOverride(
                Map.of(new FieldPath("shop"), Set.of("berlin")),
                null,
                Direction.BOTH,
                new Margins(0, 0.2)));
  }

  @Test
  void leavesASeriesThatNoOverrideMeansToTheDetector() throws Exception {
    assertThat(DetectorText.read(OVERRIDES).steering(List.of("item-C", "paris")))
        .isEqualTo(new Steering(80, Direction.DOWN, OWN));
  }

  @Test
  void takesEachSettingFromTheFirstOverrideThatNamesIt() throws Exception {
    Detector detector = DetectorText.read(OVERRIDES);

    assertThat(detector.steering(List.of("item-A", "berlin")))
        .isEqualTo(new Steering(90, Direction.UP, new Margins(0, 0.2)));
    assertThat(detector.steering(List.of("item-A", "paris")))
        .isEqualTo(new Steering(60, Direction.UP, OWN));
    assertThat(detector.steering(List.of("item-B", "berlin")))
        .isEqualTo(new Steering(90, Direction.BOTH, new Margins(0, 0.2)));
    assertThat(detector.steering(List.of("item-B", "paris")))
        .isEqualTo(new Steering(80, Direction.DOWN, OWN));
  }

  @Test
  void comparesDimensionsAsTheTextsTheyAreWrittenWith() throws Exception {
    Detector detector =
        DetectorText.read("overrides: [{where: {shop: [1.0, 007, true]}, anomalyThreshold: 1}]");

    assertThat(detector.steering(List.of("x", "1.0")).threshold()).isEqualTo(1);
    assertThat(detector.steering(List.of("x", "007")).threshold()).isEqualTo(1);
    assertThat(detector.steering(List.of("x", "true")).threshold()).isEqualTo(1);
    assertThat(detector.steering(List.of("x", "1")).threshold()).isEqualTo(70);
  }

  @Test
  void letsAnOverrideTakeAMarginAway() throws Exception {
    Detector detector =
        DetectorText.read(
            "margins: {absolute: 5}", "overrides: [{where: {shop: a}, margins: {absolute: 0}}]");

    assertThat(detector.steering(List.of("x", "a")).margins()).isEqualTo(Margins.NONE);
  }

  @ParameterizedTest
  @CsvSource({"100, 10", "-100, 10", "30, 5", "0, 5"})
  void theGreaterMarginCounts(double predicted, double margin) {
    assertThat(OWN.around(predicted)).isEqualTo(margin);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "direction: above|direction: must be one of up, down, both, was 'above'",
        "direction: UP|direction: must be one of up, down, both, was 'UP'",
        "margins: 5|margins: expected a map, was '5'",
        "margins: {}|margins: must name absolute, relative or both",
        "margins: {absolute: }|margins: must name absolute, relative or both",
        "margins: {absolute: -1}|margins.absolute: must be a number of at least 0, was '-1'",
        "margins: {relative: 10%}|margins.relative: must be a number of at least 0, was '10%'",
        "margins: {relative: .inf}|margins.relative: must be a number of at least 0, was '.inf'",
        "margins: {absolute: 1e999}|margins.absolute: must be a number of at least 0, was '1e999'",
        "margins: {abs: 1}|margins.abs: unknown setting; known here: absolute, relative",
        "overrides: {where: {}}|overrides: expected a list, was a map",
        "overrides: [x]|overrides[0]: expected a map, was 'x'",
        "overrides: [{direction: up}]|overrides[0].where: required, but missing",
        "overrides: [{where: {shop: a}}]|overrides[0]: must set anomalyThreshold, direction or"
            + " margins",
        "overrides: [{where: {}, direction: up}]|overrides[0].where: must name at least one"
            + " dimension",
        "overrides: [{where: {shop: []}, direction: up}]|overrides[0].where.shop: must list at least"
            + " one value",
        "overrides: [{where: {Shop: a}, direction: up}]|overrides[0].where.Shop: must be one of the"
            + " detector's dimensions: product_name, shop",
        "overrides: [{where: {shop: a}, anomalyThreshold: 101}]|overrides[0].anomalyThreshold: must"
            + " be between 0 and 100, was '101'",
        "overrides: [{where: {shop: a}, threshold: 10}]|overrides[0].threshold: unknown setting; did"
            + " you mean 'anomalyThreshold'?",
        "overrides: [{where: {shop: a}, margins: {absolute: x}}]|overrides[0].margins.absolute: must"
            + " be a number of at least 0, was 'x'",
        "joint: maybe|joint: must be true or false, was 'maybe'",
        "joint: yes|joint: must be true or false, was 'yes'",
      })
  void refuses(String setting, String problem) {
    assertThat(DetectorText.problems(DetectorText.with(setting))).containsExactly(problem);
  }

  @Test
  void refusesOverridesOfADetectorWithoutDimensions() {
    String text = DetectorText.with("overrides: [{where: {shop: a}, direction: up}]");

    assertThat(DetectorText.problems(text.replace("[product_name, shop]", "[]")))
        .containsExactly(
            "overrides[0].where.shop: must be a dimension of the detector, which has none");
  }

  @Test
  void readsJoint() throws Exception {
    assertThat(DetectorText.read("joint: true").joint()).isTrue();
    assertThat(DetectorText.read("joint: false").joint()).isFalse();
  }

  @Test
  void refusesToJoinASingleMeasure() {
    String text = DetectorText.with("joint: true").replace(", {field: price}", "");

    assertThat(DetectorText.problems(text))
        .containsExactly("joint: needs at least two measures, was one");
  }

  @Test
  void doesNotCountMeasuresThatAreWrongThemselves() {
    String text = DetectorText.with("joint: true").replace("{field: price}", "{name: price}");

    assertThat(DetectorText.problems(text))
        .containsExactly("measures[1].field: required, but missing");
  }
}
