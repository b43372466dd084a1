package io.anomalystack.cloudformation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The script {@code deploy} in a project of its own: with the real templates, with packages that
 * hold nothing, and with an AWS CLI that writes down how it is called and answers as it is told.
 * That shows what is asked, and in which order; not that AWS would take it.
 */
final class Deployment {
  /** Answers of an account in which all is well. The first that fits counts. */
  private static final List<String> WELL =
      List.of(
          "s3api head-object*\t1\tNot Found",
          "kafka describe-cluster-v2*NumberOfBrokerNodes*\t0\t3",
          "kafka describe-cluster-v2*\t0\tACTIVE",
          "kafka get-bootstrap-brokers*\t0\tb-1:9098,b-2:9098",
          "lambda get-account-settings*\t0\t1000",
          "lambda invoke*\t0\tNone",
          "lambda get-event-source-mapping*\t0\tEnabled",
          "cloudformation describe-stacks*anomaly-artifacts*\t0\tthe-bucket",
          "cloudformation describe-stacks*StackStatus*\t0\tUPDATE_COMPLETE",
          "cloudformation describe-stacks*Outputs*\t0\t"
              + "DetectionApplication\\tjob\\nSinkApplication\\tsink\\nNotifierFunction\\ttell\\n"
              + "NotifierEventSource\\tuuid-1\\nLakeBucket\\tlake\\nLakePrefix\\tlake",
          "cloudformation describe-change-set*ChangeSetId --output*\t0\tarn:change",
          "cloudformation describe-change-set*Action*\t0\tModify\\tNested\\tAWS::Lambda::Function\\tTrue",
          "kinesisanalyticsv2 describe-application-snapshot*\t0\tREADY",
          "kinesisanalyticsv2 describe-application*\t0\tRUNNING",
          "kinesisanalyticsv2 list-application-snapshots*\t0\t0",
          "cloudwatch get-metric-statistics*\t0\t2.0\\t2.0",
          "s3api list-objects-v2*\t0\t2026-01-01T00:00:00+00:00");

  private final Path root;
  private final Path recording;
  private final List<String> answers = new ArrayList<>();

  /** What a run came to. */
  record Outcome(int exit, String output, List<String> calls) {
    /** The calls that begin so. */
    List<String> calls(String beginning) {
      return calls.stream().filter(call -> call.startsWith(beginning)).toList();
    }

    /** The place of the first call that begins so; -1 if there is none. */
    int place(String beginning) {
      return calls.indexOf(calls(beginning).stream().findFirst().orElse(""));
    }
  }

  private Deployment(Path root) {
    this.root = root;
    this.recording = root.resolve("recording");
  }

  static Deployment in(Path root) throws IOException {
    Deployment deployment = new Deployment(root);
    Path cloudformation = Files.createDirectories(root.resolve("cloudformation"));
    try (Stream<Path> templates = Files.list(Path.of(""))) {
      for (Path template : templates.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        Files.copy(template, cloudformation.resolve(template.getFileName().toString()));
      }
    }
    Files.copy(Path.of("deploy"), cloudformation.resolve("deploy"));
    Files.copy(
        Path.of("src/test/resources/recording-aws"),
        Files.createDirectories(root.resolve("bin")).resolve("aws"));
    for (String program : List.of("bin/aws", "cloudformation/deploy", "bin/mvn", "anomaly")) {
      Path file = root.resolve(program);
      if (!Files.exists(file)) {
        Files.writeString(file, "#!/bin/sh\n");
      }
      file.toFile().setExecutable(true);
    }
    for (String artifact :
        List.of(
            "cluster/target/anomaly-detection-job.jar",
            "cluster/target/anomaly-lake-sink.jar",
            "ingestion-lambda/target/ingestion-lambda.zip",
            "notifier-lambda/target/notifier-lambda.zip",
            "remedy-lambda/target/remedy-lambda.zip")) {
      deployment.write(artifact, "content of " + artifact);
    }
    deployment.write("cloudformation/parameters/detectors.yaml", "detectors: []");
    deployment.parameters("");
    Files.createDirectories(deployment.recording);
    return deployment;
  }

  /** A file of the project. */
  void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  /** What is required, and more. */
  void parameters(String more) throws IOException {
    write(
        "cloudformation/parameters/mine.yaml",
        """
        Region: eu-central-1
        ClusterArn: arn:aws:kafka:eu-central-1:123456789012:cluster/shop/uuid-1
        SubnetIds: subnet-1,subnet-2
        SecurityGroupIds: sg-1
        InputTopics: sales,returns
        DetectorFiles: detectors.yaml
        """
            + more);
  }

  /** Where the pattern fits, AWS answers so; of two, the one that was told first. */
  Deployment answer(String pattern, int exit, String answer) {
    answers.add(pattern + "\t" + exit + "\t" + answer);
    return this;
  }

  Path root() {
    return root;
  }

  /** With the recording CLI. */
  Outcome run(String... arguments) throws Exception {
    Files.write(
        recording.resolve("answers"), Stream.concat(answers.stream(), WELL.stream()).toList());
    return run(
        Map.of("PATH", root.resolve("bin") + ":/usr/bin:/bin", "RECORDING", recording.toString()),
        arguments);
  }

  /** With another environment, such as one with the real CLI. */
  Outcome run(Map<String, String> environment, String... arguments) throws Exception {
    Files.deleteIfExists(recording.resolve("calls"));
    List<String> command = new ArrayList<>(List.of("bash", "cloudformation/deploy"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("HOME", root.toString());
    builder.environment().put("DEPLOY_POLL_SECONDS", "0");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    Path calls = recording.resolve("calls");
    return new Outcome(exit, output, Files.exists(calls) ? Files.readAllLines(calls) : List.of());
  }
}
