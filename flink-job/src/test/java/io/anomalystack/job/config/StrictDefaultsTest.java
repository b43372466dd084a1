package io.anomalystack.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.AnomalyDetectionJob;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrictDefaultsTest {
  /**
   * Amazon Managed Service for Apache Flink lets job code set these, and ignores or refuses others.
   */
  private static final Set<String> ALLOWED =
      Set.of(
          "pipeline.auto-generate-uids",
          "pipeline.generic-types",
          "pipeline.object-reuse",
          "pipeline.max-parallelism",
          "pipeline.auto-watermark-interval",
          "pipeline.serialization-config",
          "execution.runtime-mode");

  private final Map<String, String> defaults = AnomalyDetectionJob.strictDefaults().toMap();

  @Test
  void jobSetsNoMoreThanManagedFlinkAllows() {
    assertThat(ALLOWED).containsAll(defaults.keySet());
  }

  @Test
  void missingUidsAndGenericTypesStopTheJobFromStarting() {
    assertThat(defaults)
        .containsEntry("pipeline.auto-generate-uids", "false")
        .containsEntry("pipeline.generic-types", "false");
  }

  @Test
  void maxParallelismIsFrozen() {
    // Part of every savepoint: no release can change it.
    assertThat(defaults).containsEntry("pipeline.max-parallelism", "720");
  }
}
