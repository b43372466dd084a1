package io.anomalystack.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.junit.jupiter.api.Test;

/** What reporters are shown while detectors come and go. */
class LeavingDetectorsTest {
  private static final List<String> BOTH = List.of("sales", "limits");
  private static final List<String> ONE = List.of("sales");

  private final Set<String> shown = new TreeSet<>();
  private final MetricGroup operator =
      new GenericMetricGroup(
          TestingMetricRegistry.builder()
              .setRegisterConsumer((metric, name, group) -> shown.add(detector(group) + " " + name))
              .setUnregisterConsumer(
                  (metric, name, group) -> shown.remove(detector(group) + " " + name))
              .build(),
          null,
          "operator");

  private static String detector(MetricGroup group) {
    return group.getAllVariables().getOrDefault("<detector>", "");
  }

  /** Else it would be silent for ever, and its lag grow. */
  @Test
  void detectorThatLeavesIsShownNoMore() {
    ReadMetrics read = new ReadMetrics(operator, () -> 0);
    read.detectors(0, BOTH);
    read.sample(0, 1);
    read.sample(1, 1);
    read.rejected(rejected("limits"));
    assertThat(shown)
        .contains("limits recordsRead", "limits eventTimeLag", "limits rejected")
        .contains("sales recordsRead", "sales eventTimeLag");

    read.detectors(1, ONE);

    assertThat(shown)
        .contains("sales recordsRead", "sales eventTimeLag", " recordsReadPerSecond")
        .noneMatch(metric -> metric.startsWith("limits "));
  }

  @Test
  void detectorThatComesBackIsShownAgain() {
    DetectorCounter samples =
        new DetectorCounter(new TaskMetrics(operator), JobMetric.SAMPLES, BOTH);
    DecisionMetrics decisions = new DecisionMetrics(operator, () -> 0, BOTH);

    samples.detectors(ONE);
    decisions.detectors(ONE);
    assertThat(shown).contains("sales samples").noneMatch(name -> name.startsWith("limits "));
    samples.detectors(BOTH);
    decisions.detectors(BOTH);

    assertThat(shown).contains("limits samples", "limits decisions", "limits decisionLatencyP99");
  }

  private static RejectedRecord rejected(String detector) {
    return new RejectedRecord(
        "sales", 0, 0, 0, detector, null, RejectionReason.LATE, "too late", new byte[0]);
  }
}
