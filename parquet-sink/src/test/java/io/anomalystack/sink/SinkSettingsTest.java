package io.anomalystack.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.job.config.InputStart;
import io.anomalystack.job.config.InvalidSettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkSettingsTest {
  private final Map<String, String> properties =
      new HashMap<>(Map.of("bootstrap.servers", "a:9092", "lake", "s3://bucket/lake"));

  @Test
  void twoSettingsAreEnough() throws Exception {
    assertThat(SinkSettings.from(properties))
        .isEqualTo(
            new SinkSettings(
                "a:9092",
                "anomaly-lake",
                InputStart.COMMITTED,
                "anomaly-decisions",
                "anomaly-rejected",
                URI.create("s3://bucket/lake"),
                Map.of()));
  }

  @Test
  void everySettingIsHeeded() throws Exception {
    properties.putAll(
        Map.of(
            "group.id", " my-group ",
            "input.start", "earliest",
            "decisions.topic", "d",
            "rejected.topic", "r",
            "lake", "/data/lake"));
    properties.put("kafka.security.protocol", "SASL_SSL");

    SinkSettings settings = SinkSettings.from(properties);

    assertThat(settings)
        .isEqualTo(
            new SinkSettings(
                "a:9092",
                "my-group",
                InputStart.EARLIEST,
                "d",
                "r",
                URI.create("file:///data/lake"),
                Map.of("security.protocol", "SASL_SSL")));
    assertThat(settings.kafkaProperties())
        .containsOnly(
            Map.entry("bootstrap.servers", "a:9092"), Map.entry("security.protocol", "SASL_SSL"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"my lake/2024=%", "/data/a:/b", "./a:/b", "1:/b"})
  void directoryMayBeRelativeAndHoldAnyCharacter(String lake) throws Exception {
    properties.put("lake", lake);

    assertThat(Path.of(SinkSettings.from(properties).lake()))
        .isEqualTo(Path.of(lake).toAbsolutePath().normalize());
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(
            () ->
                SinkSettings.from(
                    Map.of("input.start", "now", "lake", "ftp://host/x", "detectors", "d.yaml")))
        .withMessage(
            """
            4 problems in job settings:
              - bootstrap.servers: is required
              - input.start: must be one of committed, earliest, latest, was 'now'
              - lake: must be a directory or s3://BUCKET/FOLDER, was 'ftp://host/x'
              - detectors: unknown setting""");
  }

  @Test
  void lakeIsRequired() {
    properties.remove("lake");

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> SinkSettings.from(properties))
        .withMessage("1 problem in job settings:\n  - lake: is required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3:///lake", "s3:/bucket/lake", "http://x/y", "s3://buck et/x", "a\0b", "a:/b"})
  void lakeIsAPlaceThatCanBeWritten(String lake) {
    properties.put("lake", lake);

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> SinkSettings.from(properties))
        .withMessageContaining("lake: must be a directory or s3://BUCKET/FOLDER, was '" + lake);
  }

  @Test
  void itsNamesAreThoseThatItReads() {
    assertThat(SinkSettings.names())
        .containsExactly(
            "bootstrap.servers",
            "group.id",
            "input.start",
            "decisions.topic",
            "rejected.topic",
            "lake",
            "kafka.*");
  }
}
