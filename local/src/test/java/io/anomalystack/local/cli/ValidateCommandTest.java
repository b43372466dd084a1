package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidateCommandTest {
  @TempDir Path directory;

  @Test
  void saysWhatEachDetectorDoes() throws IOException {
    Cli validate = validate(BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS));

    assertThat(validate.status()).isZero();
    assertThat(validate.out())
        .startsWith("OK: 1 detector in ")
        .contains("anybooks-sales", "sales", "1m", "product_name", "sum(quantity)", "70", "zero");
    assertThat(validate.err()).isEmpty();
  }

  @Test
  void namesEveryProblemAtOnce() throws IOException {
    Cli validate =
        validate(
            """
            detectors:
              - name: sales
                topic: sales
                timestamp: {field: timestamp, format: iso8602}
                period: minute
                dimensions: [product_name]
                measures:
                  - {field: quantity, aggregation: sun}
                treshold: 70
                anomalyThreshold: 700
            """);

    assertThat(validate.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(validate.out()).isEmpty();
    assertThat(validate.err())
        .contains(
            "5 problems in detector configuration",
            "detectors[0].timestamp.format",
            "detectors[0].period",
            "detectors[0].measures[0].aggregation",
            "detectors[0].treshold",
            "detectors[0].anomalyThreshold")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    Cli validate = Cli.run("validate", "--detectors", directory.resolve("none").toString());

    assertThat(validate.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(validate.err()).contains("none: no such file").hasLineCount(1);
  }

  @Test
  void saysWhatTheFileWouldDoToARunningJob() throws IOException {
    Cli validate = validate(detectors("anomalyThreshold: 85"), "--running", running());

    assertThat(validate.status()).isZero();
    assertThat(validate.out())
        .contains("sales", "anomalyThreshold", "70", "85", "takes effect at once")
        .contains("accepted: it takes effect without a restart");
  }

  @Test
  void saysWhatARunningJobWouldRefuseAndWhatToDo() throws IOException {
    Cli refused = validate(detectors("dimensions: [shop]"), "--running", running());
    Cli meant =
        validate(detectors("dimensions: [shop]"), "--running", running(), "--forget", "sales");

    assertThat(refused.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(refused.out())
        .contains("refused: the job would go on as before")
        .contains("- sales: dimensions none → shop forgets what was learned")
        .contains("detectors.forget: sales");
    assertThat(meant.status()).isZero();
    assertThat(meant.out()).contains("forgets what was learned", "accepted");
  }

  @Test
  void saysThatNothingDiffers() throws IOException {
    Cli validate = validate(detectors("anomalyThreshold: 70"), "--running", running());

    assertThat(validate.status()).isZero();
    assertThat(validate.out()).contains("nothing differs");
  }

  @Test
  void thresholdOfWhoNamesNoneIsSaidAsForTheJob() throws IOException {
    Cli validate =
        validate(
            detectors("anomalyThreshold: 70"), "--running", running(), "--anomaly-threshold", "82");

    assertThat(validate.out()).containsPattern("anomalyThreshold +82 +70 +takes effect at once");
  }

  @Test
  void whatIsWrongWithTheRunningFileIsSaidAsItsOwn() throws IOException {
    Path old = Files.writeString(directory.resolve("old.yaml"), detectors("period: minute"));
    Cli validate = validate(detectors("anomalyThreshold: 70"), "--running", old.toString());

    assertThat(validate.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(validate.err()).contains("old.yaml: detectors[0].period");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--forget sales | --forget needs --running",
        "--running %s --forget sails | no detector 'sails' in",
        "--anomaly-threshold 101 | must be between 0 and 100, was 101"
      })
  void usageIsChecked(String arguments, String problem) throws IOException {
    Cli validate = validate(detectors(""), arguments.formatted(running()).split(" "));

    assertThat(validate.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(validate.out()).isEmpty();
    assertThat(validate.err()).contains(problem);
  }

  private String running() throws IOException {
    return Files.writeString(directory.resolve("running.yaml"), detectors("")).toString();
  }

  private static String detectors(String setting) {
    return """
        detectors:
          - name: sales
            topic: sales
            timestamp: at
            measures: [{field: quantity}]
        """
        + (setting.startsWith("period") ? "" : "    period: 1m\n")
        + "    "
        + setting
        + "\n";
  }

  private Cli validate(String text, String... arguments) throws IOException {
    Path file = directory.resolve("detectors.yaml");
    Files.writeString(file, text);
    List<String> all = new ArrayList<>(List.of("validate", "--detectors", file.toString()));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(new String[0]));
  }
}
