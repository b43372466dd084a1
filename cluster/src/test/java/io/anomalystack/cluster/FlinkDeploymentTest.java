package io.anomalystack.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.config.RuntimeProperties;
import io.anomalystack.sink.SinkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Flink Kubernetes Operator is given. */
class FlinkDeploymentTest {
  /** What a deployment adds to the cluster's configuration, or sets otherwise. */
  private static final List<String> OF_THE_DEPLOYMENT =
      List.of(
          "jobmanager.",
          "taskmanager.bind-host",
          "taskmanager.memory.process.size",
          "taskmanager.numberOfTaskSlots",
          "rest.",
          "high-availability.",
          "fs.s3a.aws.credentials.provider",
          "execution.checkpointing.interval");

  @ParameterizedTest
  @ValueSource(strings = {"anomaly-detection.yaml", "anomaly-lake.yaml"})
  void fitsTheOperatorsDefinition(String name) throws IOException {
    Map<String, Object> deployment = DeployFiles.yaml(Path.of("kubernetes", name));
    assertThat(CustomResource.problems(deployment)).isEmpty();

    DeployFiles.map(deployment.get("spec")).put("flinkVersion", "v2_9");
    job(deployment).put("upgrademode", "savepoint");
    job(deployment).put("parallelism", "two");
    assertThat(CustomResource.problems(deployment))
        .hasSize(3)
        .anyMatch(problem -> problem.startsWith("spec.flinkVersion: must be one of [v1_13,"))
        .contains(
            "spec.job.upgrademode: unknown",
            "spec.job.parallelism: must be of type integer, was two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anomaly-detection.yaml", "anomaly-lake.yaml"})
  void runsOnTheConfigurationOfAnyCluster(String name) throws IOException {
    Map<String, String> wanted = new LinkedHashMap<>(DeployFiles.configuration());
    Map<String, String> configuration = DeployFiles.configuration(Path.of("kubernetes", name));
    wanted.keySet().removeIf(FlinkDeploymentTest::isOfTheDeployment);
    configuration.keySet().removeIf(FlinkDeploymentTest::isOfTheDeployment);
    assertThat(configuration).isEqualTo(wanted);
  }

  @Test
  void lakeHasAFileEveryTenMinutesFromOneTask() throws IOException {
    assertThat(DeployFiles.configuration(DeployFiles.LAKE))
        .containsEntry("execution.checkpointing.interval", "10min");
    assertThat(DeployFiles.configuration(DeployFiles.DETECTION))
        .containsEntry("execution.checkpointing.interval", "60s");
    assertThat(job(DeployFiles.yaml(DeployFiles.LAKE))).containsEntry("parallelism", 1);
  }

  @Test
  void argumentsAreWhatTheJobsRead() throws Exception {
    JobSettings job = JobSettings.from(RuntimeProperties.load(arguments(DeployFiles.DETECTION)));
    SinkSettings sink = SinkSettings.from(RuntimeProperties.load(arguments(DeployFiles.LAKE)));
    assertThat(job.kafka()).isEqualTo(sink.kafka()).containsKey("sasl.jaas.config");
    assertThat(sink.lake()).hasScheme("s3");
  }

  /** The image has the jar where it is looked for, and the jar the class. */
  @Test
  void jarsAndClassesExist() throws Exception {
    for (Path file : List.of(DeployFiles.DETECTION, DeployFiles.LAKE)) {
      Map<String, Object> job = job(DeployFiles.yaml(file));
      String jar = ((String) job.get("jarURI")).replace("local:///opt/flink/jobs/", "");
      assertThat(Files.readString(Path.of("Dockerfile"))).contains("target/" + jar);
      Class.forName((String) job.get("entryClass")).getMethod("main", String[].class);
    }
  }

  private static boolean isOfTheDeployment(String key) {
    return OF_THE_DEPLOYMENT.stream().anyMatch(key::startsWith);
  }

  private static String[] arguments(Path deployment) throws IOException {
    return ((List<?>) job(DeployFiles.yaml(deployment)).get("args"))
        .stream().map(String.class::cast).toArray(String[]::new);
  }

  private static Map<String, Object> job(Map<String, Object> deployment) {
    return DeployFiles.map(DeployFiles.map(deployment.get("spec")).get("job"));
  }
}
