package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private Cli validate(String text) throws IOException {
    Path file = directory.resolve("detectors.yaml");
    Files.writeString(file, text);
    return Cli.run("validate", "--detectors", file.toString());
  }
}
