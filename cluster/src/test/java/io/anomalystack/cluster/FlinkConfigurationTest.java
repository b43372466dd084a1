package io.anomalystack.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.scoring.ScoringSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;

/** The configuration for clusters of one's own: Flink knows every key, and takes every value. */
class FlinkConfigurationTest {
  private static final String REPORTER = "metrics.reporter.";

  @Test
  void flinkKnowsEveryKeyAndTakesEveryValue() throws Exception {
    assertThat(problems(DeployFiles.configuration())).isEmpty();
    assertThat(problems(DeployFiles.configuration(DeployFiles.DETECTION))).isEmpty();
    assertThat(problems(DeployFiles.configuration(DeployFiles.LAKE))).isEmpty();
  }

  /** What AWS documents as fixed, and this project counts on. */
  @Test
  void checkpointsAsManagedFlinkDoes() throws Exception {
    Configuration configuration = Configuration.fromMap(DeployFiles.configuration());
    assertThat(configuration.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(configuration.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).hasMinutes(1);
    assertThat(configuration.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS)).hasSeconds(5);
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT)).hasHours(1);
    assertThat(configuration.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
  }

  /** The start scripts end where it does not say how large the processes are. */
  @Test
  void saysHowLargeProcessesAre() throws Exception {
    Configuration configuration = Configuration.fromMap(DeployFiles.configuration());
    long heap =
        TaskExecutorProcessUtils.processSpecFromConfig(configuration).getTaskHeapSize().getBytes();
    long slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
    // Models take up to 450 KB each.
    assertThat(heap / slots).isGreaterThan(ScoringSettings.DEFAULT_LIVE_MODELS * 450_000L);
    assertThat(JobManagerProcessUtils.processSpecFromConfig(configuration).getJvmHeapMemorySize())
        .isGreaterThan(MemorySize.ofMebiBytes(512));
  }

  /** Flink hands values on as YAML has them, and reporters ask for texts: no others do they see. */
  @Test
  void reportersSettingsAreTexts() throws Exception {
    Map<String, Object> spec = DeployFiles.map(DeployFiles.yaml(DeployFiles.DETECTION).get("spec"));
    Map<String, Object> deployed = DeployFiles.map(spec.get("flinkConfiguration"));
    for (Map<String, Object> settings : List.of(DeployFiles.yaml(DeployFiles.CONFIG), deployed)) {
      assertThat(settings).containsEntry(REPORTER + "prom.filterLabelValueCharacters", "false");
      settings.keySet().removeIf(key -> !key.startsWith(REPORTER));
      assertThat(settings.values()).hasOnlyElementsOfType(String.class);
    }
  }

  @Test
  void namesReportersThatExist() throws Exception {
    Map<String, String> configuration = DeployFiles.configuration();
    for (String reporter : configuration.get("metrics.reporters").split(",", -1)) {
      assertThat(Class.forName(configuration.get(REPORTER + reporter + ".factory.class")))
          .isAssignableTo(MetricReporterFactory.class);
    }
  }

  @Test
  void imageIsOfTheVersionThatTheJobsAreBuiltFor() throws Exception {
    String flink = EnvironmentInformation.getVersion();
    assertThat(Files.readString(Path.of("Dockerfile")))
        .contains("FROM flink:" + flink + "-java17", "flink-s3-fs-hadoop-" + flink + ".jar");
  }

  private static List<String> problems(Map<String, String> configuration) throws Exception {
    Map<String, ConfigOption<?>> options = FlinkOptions.all();
    List<String> problems = new ArrayList<>();
    configuration.forEach(
        (key, value) -> {
          ConfigOption<?> option = options.get(key);
          if (option != null) {
            try {
              Configuration.fromMap(Map.of(key, value)).get(option);
            } catch (IllegalArgumentException e) {
              problems.add(key + ": " + e.getMessage());
            }
          } else if (!isOfAReporter(key, configuration) && !isOfS3(key)) {
            problems.add(key + ": Flink has no such option");
          }
        });
    return problems;
  }

  private static boolean isOfAReporter(String key, Map<String, String> configuration) {
    return List.of(configuration.get("metrics.reporters").split(",", -1)).stream()
        .anyMatch(
            reporter ->
                key.equals(REPORTER + reporter + ".factory.class")
                    || key.equals(REPORTER + reporter + ".port")
                    || key.equals(REPORTER + reporter + ".filterLabelValueCharacters"));
  }

  /** Handed on to Hadoop's client by Flink's plugin. */
  private static boolean isOfS3(String key) {
    return key.equals("fs.s3a.aws.credentials.provider");
  }
}
