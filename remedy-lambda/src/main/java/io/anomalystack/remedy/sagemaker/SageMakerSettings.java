package io.anomalystack.remedy.sagemaker;

import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.ExecutorSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Amazon SageMaker AI: {@code stop} stops a training job, {@code reboot} and {@code replace} act
 * upon a node of a HyperPod cluster.
 *
 * @param job the dimension of the target that names the training job; empty for its only one
 * @param cluster what names the cluster; empty where there is none
 * @param node the dimension of the target that names the node (an EC2 instance id); empty for its
 *     only one
 */
public record SageMakerSettings(
    Optional<String> job, Optional<Cluster> cluster, Optional<String> node)
    implements ExecutorSettings {
  /** Settings beside those of every executor. */
  public static final List<String> KNOWN = List.of("job", "cluster", "node");

  /**
   * What names a HyperPod cluster.
   *
   * @param text its name or ARN, or a dimension of the target
   * @param isDimension which of both
   */
  public record Cluster(String text, boolean isDimension) {}

  /** The settings; empty if a problem was reported. */
  public static Optional<ExecutorSettings> read(Settings settings) {
    return Optional.of(
        new SageMakerSettings(
            settings.optional("job").flatMap(Setting::text),
            settings.optional("cluster").flatMap(SageMakerSettings::cluster),
            settings.optional("node").flatMap(Setting::text)));
  }

  /** A dimension's name, or {@code {is: NAME}}. */
  private static Optional<Cluster> cluster(Setting setting) {
    if (setting.node() instanceof ConfigNode.Mapping) {
      return Settings.of(setting, List.of("is"))
          .flatMap(values -> values.required("is"))
          .flatMap(Setting::text)
          .map(name -> new Cluster(name, false));
    }
    return setting.text().map(dimension -> new Cluster(dimension, true));
  }

  @Override
  public Set<RemedyAction> actions() {
    return cluster.isEmpty()
        ? EnumSet.of(RemedyAction.STOP)
        : EnumSet.of(RemedyAction.STOP, RemedyAction.REBOOT, RemedyAction.REPLACE);
  }

  @Override
  public Executor open(Access access) {
    return new SageMakerExecutor(this, access.aws());
  }
}
