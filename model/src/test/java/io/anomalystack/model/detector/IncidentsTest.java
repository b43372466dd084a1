package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings {@code severity} and {@code incidents} of a detector. */
class IncidentsTest {
  private static final String COMPLETE =
      """
      severity: info
      incidents:
        groupBy: [shop]
        resolveAfter: 5m
        cooldown: 1h
        remindEvery: 4h
        escalate:
          - {to: warning, score: 85}
          - {to: critical, series: 3, after: 30m}
        routes: {info: [ops], critical: [ops, on-call]}
      """;

  @Test
  void readsWhatIsSaid() throws Exception {
    Detector detector = DetectorText.read(COMPLETE);

    assertThat(detector.severity()).isEqualTo(Severity.INFO);
    assertThat(detector.incidents())
        .isEqualTo(
            new Incidents(
                List.of(new FieldPath("shop")),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofHours(4),
                List.of(
                    new Escalation(Severity.WARNING, 85.0, null, null),
                    new Escalation(Severity.CRITICAL, null, 3, Duration.ofMinutes(30))),
                Map.of(
                    Severity.INFO, List.of("ops"), Severity.CRITICAL, List.of("ops", "on-call"))));
  }

  @Test
  void sendsASeverityWithoutRoutesWhereTheNextLowerOneGoes() throws Exception {
    Incidents incidents = DetectorText.read(COMPLETE).incidents();

    assertThat(incidents.routes(Severity.WARNING)).containsExactly("ops");
    assertThat(incidents.routes(Severity.CRITICAL)).containsExactly("ops", "on-call");
    assertThat(DetectorText.read("incidents: {routes: all}").incidents().routes(Severity.CRITICAL))
        .containsExactly("all");
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "1s, 1m, 3m",
    "record, 1m, 3m",
    "1m, 10m, 30m",
    "1h, 10h, 30h",
    "6h, 1d, 3d",
    "1d, 2d, 6d"
  })
  void waitsTenPeriodsOrAsLongAsAPersonWould(String period, String resolve, String cooldown)
      throws Exception {
    Detector detector =
        DetectorFile.parse(DetectorText.with().replace("period: 1m", "period: " + period)).get(0);

    assertThat(detector.severity()).isEqualTo(Severity.WARNING);
    assertThat(detector.incidents())
        .isEqualTo(
            new Incidents(
                List.of(),
                duration(resolve),
                duration(cooldown),
                null,
                List.of(),
                Map.of(Severity.INFO, List.of("default"))));
  }

  private static Duration duration(String text) {
    return Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest(name = "incidents: {0}")
  @CsvSource({"false, false", "true, true", "{}, true"})
  void raisesNoneOnlyWhereItIsTold(String setting, boolean raises) throws Exception {
    assertThat(DetectorText.read("incidents: " + setting).incidents() != null).isEqualTo(raises);
  }

  @Test
  void escalatesWhenAllOfItsConditionsHold() {
    Escalation either = new Escalation(Severity.CRITICAL, 85.0, 3, Duration.ofMinutes(30));

    assertThat(either.applies(85, 3, Duration.ofMinutes(30))).isTrue();
    assertThat(either.applies(84, 3, Duration.ofMinutes(30))).isFalse();
    assertThat(either.applies(85, 2, Duration.ofMinutes(30))).isFalse();
    assertThat(either.applies(85, 3, Duration.ofMinutes(29))).isFalse();
  }

  @Test
  void reportsEverythingThatIsWrongAtOnce() {
    assertThat(
            DetectorText.problems(
                DetectorText.with(
                    """
                    severity: grave
                    incidents:
                      groupBy: [shop, shop, country]
                      resolveAfter: 30s
                      remindEvery: 1s
                      escalate:
                        - {to: warning, score: 90}
                        - {to: critical}
                        - {series: 0}
                      routes: {critical: [], warnings: [x]}
                      cooldowns: 3m
                    """)))
        .containsExactlyInAnyOrder(
            "severity: must be one of info, warning, critical, was 'grave'",
            "incidents.groupBy[1]: must be listed once, was 'shop'",
            "incidents.groupBy[2]: must be one of the detector's dimensions: product_name, shop,"
                + " was 'country'",
            "incidents.resolveAfter: must be between 1m and 30d, was '30s'",
            "incidents.remindEvery: must be between 1m and 365d, was '1s'",
            "incidents.escalate[0].to: must be worse than 'warning', with which incidents begin,"
                + " was 'warning'",
            "incidents.escalate[1]: must name score, series or after",
            "incidents.escalate[2].to: required, but missing",
            "incidents.escalate[2].series: must be a whole number between 1 and 100000000,"
                + " was '0'",
            "incidents.routes.critical: must list at least one value",
            "incidents.routes.warnings: unknown setting; did you mean 'warning'?",
            "incidents.routes: must have routes for 'warning', with which incidents begin,"
                + " or below",
            "incidents.cooldowns: unknown setting; did you mean 'cooldown'?");
  }

  @Test
  void waitsForACooldownThatIsNoShorterThanTheEnd() {
    assertThat(
            DetectorText.problems(
                DetectorText.with("incidents: {resolveAfter: 20m, cooldown: 10m}")))
        .containsExactly("incidents.cooldown: must be between 20m and 90d, was '10m'");
  }

  @Test
  void aRefusedQuietTimeSaysNothingOfTheCooldown() {
    assertThat(
            DetectorText.problems(DetectorText.with("incidents: {resolveAfter: 5, cooldown: 6m}")))
        .singleElement()
        .asString()
        .startsWith("incidents.resolveAfter: ");
  }
}
