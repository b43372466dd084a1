package io.anomalystack.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.job.scoring.ScoringSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSettingsTest {
  private final Map<String, String> properties =
      new HashMap<>(
          Map.of("detectors", "/etc/detectors.yaml", "bootstrap.servers", "a:9092,b:9092"));

  @Test
  void twoSettingsAreEnough() throws Exception {
    assertThat(JobSettings.from(properties))
        .isEqualTo(
            new JobSettings(
                new DetectorSettings("/etc/detectors.yaml", Duration.ofMinutes(1), Set.of(), 70),
                "a:9092,b:9092",
                "anomaly-detection",
                InputStart.COMMITTED,
                "anomaly-decisions",
                "anomaly-rejected",
                "anomaly-alerts",
                "anomaly-remedies",
                Delivery.EXACTLY_ONCE,
                ScoringSettings.defaults(),
                Map.of()));
  }

  @Test
  void everySettingIsHeeded() throws Exception {
    properties.putAll(
        Map.of(
            "group.id", " my-group ",
            "input.start", "latest",
            "decisions.topic", "d",
            "rejected.topic", "r",
            "alerts.topic", "a",
            "remedies.topic", "m",
            "delivery", "at-least-once",
            "models.live", "17",
            "models.snapshot.interval", "18"));
    properties.put("kafka.security.protocol", "SASL_SSL");
    properties.put("detectors.watch", "0s");
    properties.put("detectors.forget", "sales, a b");
    properties.put("anomaly.threshold", "82.5");

    assertThat(JobSettings.from(properties))
        .isEqualTo(
            new JobSettings(
                new DetectorSettings(
                    "/etc/detectors.yaml", Duration.ZERO, Set.of("sales", "a b"), 82.5),
                "a:9092,b:9092",
                "my-group",
                InputStart.LATEST,
                "d",
                "r",
                "a",
                "m",
                Delivery.AT_LEAST_ONCE,
                new ScoringSettings(17, 18),
                Map.of("security.protocol", "SASL_SSL")));
  }

  @Test
  void blankSettingIsAnUnsetOne() throws Exception {
    properties.put("group.id", "  ");
    properties.put("delivery", "");

    assertThat(JobSettings.from(properties).groupId()).isEqualTo("anomaly-detection");
    assertThat(JobSettings.from(properties).delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    Map<String, String> bad =
        Map.of(
            "bootstrap.servers", " ",
            "input.start", "Earliest",
            "delivery", "never",
            "models.live", "0",
            "models.snapshot.interval", "many",
            "decision.topic", "x",
            "kafkaesque", "y");

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> JobSettings.from(bad))
        .withMessage(
            """
            8 problems in job settings:
              - detectors: is required
              - bootstrap.servers: is required
              - input.start: must be one of committed, earliest, latest, was 'Earliest'
              - delivery: must be one of exactly-once, at-least-once, was 'never'
              - models.live: must be a whole number of at least 1, was '0'
              - models.snapshot.interval: must be a whole number of at least 1, was 'many'
              - decision.topic: unknown setting
              - kafkaesque: unknown setting""");
  }

  @Test
  void whatIsSaidOfDetectorsIsChecked() {
    properties.put("detectors.watch", "often");
    properties.put("detectors.forget", "sales,,visits");
    properties.put("anomaly.threshold", "700");

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> JobSettings.from(properties))
        .withMessage(
            """
            3 problems in job settings:
              - detectors.watch: must be a duration such as '1m', at most 1d, was 'often'
              - detectors.forget: must be names separated by commas, was 'sales,,visits'
              - anomaly.threshold: must be between 0 and 100, was '700'""");
  }

  @Test
  void itsNamesAreThoseThatItReads() throws Exception {
    Set<String> names = JobSettings.names();

    assertThat(names)
        .contains("detectors", "detectors.watch", "detectors.forget", "anomaly.threshold")
        .contains("bootstrap.servers", "models.live", "kafka.*")
        .hasSize(15);
    for (String name : names) {
      Map<String, String> one = Map.of(name.replace("*", "x"), "");
      assertThatExceptionOfType(InvalidSettingsException.class)
          .isThrownBy(() -> JobSettings.from(one))
          .satisfies(refused -> assertThat(refused).hasMessageNotContaining("unknown setting"));
    }
  }

  @Test
  void oneProblemIsOne() {
    properties.remove("detectors");

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> JobSettings.from(properties))
        .withMessage("1 problem in job settings:\n  - detectors: is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1e3", "99999999999", "x"})
  void countsAreWholeNumbersFromOneOn(String text) {
    properties.put("models.live", text);

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> JobSettings.from(properties))
        .withMessageContaining("models.live")
        .withMessageContaining("'" + text + "'");
  }

  @Test
  void kafkasOwnSettingsPassThroughButTheBrokersAreOurs() throws Exception {
    properties.put("kafka.security.protocol", "SASL_SSL");
    properties.put("kafka.sasl.jaas.config", " kept as it is ");
    properties.put("kafka.bootstrap.servers", "elsewhere:9092");

    Properties kafka = JobSettings.from(properties).kafkaProperties();

    assertThat(kafka)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", " kept as it is ",
                "bootstrap.servers", "a:9092,b:9092"));
  }
}
