package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The templates by the schemas and rules of AWS's own validator. Without Node.js and what {@code
 * npm ci} installs these tests are left out; in CI they fail.
 */
class ValidationTest {
  private static final Path VALIDATOR = Path.of("node_modules/@aws/cloudformation-validate");

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "lake.yaml",
              "EnforceWorkGroupConfiguration:",
              "EnforceWorkgroupConfiguration:",
              "EnforceWorkgroupConfiguration"),
          new Fault("lake.yaml", "State: ENABLED", "State: ACTIVE", "ACTIVE"),
          new Fault("lake.yaml", "Value: !Ref WorkGroup", "Value: !Ref WorkGroups", "WorkGroups"),
          new Fault("lake.yaml", "MinValue: 10000000", "MinValue: 99999999999", "99999999999"),
          new Fault("detection.yaml", "FLINK-2_2", "FLINK-9_9", "FLINK-9_9"),
          new Fault("detection.yaml", "SnapshotsEnabled:", "Snapshots:", "SnapshotsEnabled"),
          new Fault("detection.yaml", "!GetAtt SinkRole.Arn", "!GetAtt SinkRole.Home", "Home"),
          new Fault("bucket.yaml", "DaysAfterInitiation:", "Days:", "DaysAfterInitiation"),
          new Fault("key.yaml", "PendingWindowInDays: 30", "PendingWindowInDays: 90", "90"),
          new Fault("stack.yaml", "!Ref TrainingJobArns", "!Ref TrainingJobs", "TrainingJobs"),
          new Fault("stack.yaml", "TemplateURL:", "TemplateUrl:", "TemplateURL"),
          new Fault("quicksight.yaml", "!GetAtt DataSource.Arn", "!GetAtt DataSource.Home", "Home"),
          new Fault(
              "quicksight.yaml",
              "- FieldSeriesItem:",
              "- SeriesItem:",
              "LineChartVisual.ChartConfiguration.Series.0.SeriesItem"),
          new Fault("quicksight.yaml", "Aggregation: AVERAGE", "Aggregation: MEAN", "MEAN"),
          new Fault(
              "quicksight.yaml",
              "VisualId: kpi-points",
              "Visual: kpi-points",
              "Visuals.1.KPIVisual"),
          new Fault(
              "quicksight.yaml",
              "DataSetIdentifierDeclarations:",
              "DataSetIdentifiers:",
              "DataSetIdentifierDeclarations"),
          new Fault("operations.yaml", "!Ref MaxHeapPercent", "!Ref MaxHeap", "MaxHeap"),
          new Fault(
              "operations.yaml", "TreatMissingData: breaching", "TreatMissing: x", "TreatMissing"),
          new Fault(
              "operations.yaml",
              "ComparisonOperator: LessThanOrEqualToThreshold",
              "ComparisonOperator: AtMost",
              "AtMost"),
          new Fault(
              "operations.yaml", "MetricValue: '1'", "Value: '1'", "MetricTransformations.0"));

  private static boolean toldWhy;

  @TempDir Path directory;

  @BeforeEach
  void findValidator() {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      if ("true".equals(System.getenv("CI"))) {
        fail("in CI, but " + missing.get());
      }
      if (!toldWhy) {
        System.out.println("ValidationTest is left out: " + missing.get());
        toldWhy = true;
      }
      Assumptions.abort(missing.get());
    }
  }

  @Test
  void templatesAreSound() throws Exception {
    List<String> templates = Template.all();
    assertThat(templates).contains(Template.LAKE, Template.QUICKSIGHT, Template.OPERATIONS);

    Outcome outcome = validate(templates);

    assertThat(outcome.output()).endsWith("templates: " + templates.size() + ", findings: 0\n");
    assertThat(outcome.exit()).isZero();
  }

  /** Each in a copy of its own; in one run, as the validator takes seconds to start. */
  @Test
  void everyPlantedFaultIsFound() throws Exception {
    List<String> copies = new ArrayList<>();
    for (Fault fault : FAULTS) {
      String text = Template.read(fault.template()).text();
      assertThat(text).contains(fault.sound());
      Path copy = directory.resolve(copies.size() + "-" + fault.template());
      Files.writeString(copy, text.replace(fault.sound(), fault.faulty()));
      copies.add(copy.toString());
    }

    Outcome outcome = validate(copies);

    assertThat(outcome.exit()).isEqualTo(1);
    List<String> lines = outcome.output().lines().toList();
    for (int i = 0; i < copies.size(); i++) {
      String copy = copies.get(i);
      String finding = FAULTS.get(i).finding();
      assertThat(lines)
          .filteredOn(line -> line.startsWith(copy + ":"))
          .as(FAULTS.get(i).toString())
          .anySatisfy(line -> assertThat(line).contains(finding));
    }
  }

  /** What is said of a template in which one text is replaced by another. */
  private record Fault(String template, String sound, String faulty, String finding) {}

  private record Outcome(int exit, String output) {}

  private static Outcome validate(List<String> templates) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("node", "validate.mjs"), templates.stream()).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace(System.lineSeparator(), "\n");
    return new Outcome(process.waitFor(), output);
  }

  private static Optional<String> missing() {
    boolean node =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "node"))
            .anyMatch(Files::isExecutable);
    if (!node) {
      return Optional.of("no node on the PATH to run the validator of templates");
    }
    if (!Files.isDirectory(VALIDATOR)) {
      return Optional.of(
          "the validator of templates is not installed: npm ci --prefix cloudformation");
    }
    return Optional.empty();
  }
}
