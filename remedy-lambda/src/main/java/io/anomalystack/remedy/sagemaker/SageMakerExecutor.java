package io.anomalystack.remedy.sagemaker;

import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.Outcome;
import io.anomalystack.remedy.executor.Target;
import io.anomalystack.secrets.AwsAccess;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClientBuilder;

/**
 * Asks SageMaker, once: the SDK's own retries are off, as a second request may be a second reboot.
 * Names are checked against SageMaker's own patterns before anything is sent.
 */
final class SageMakerExecutor implements Executor {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** API_StopTrainingJob, TrainingJobName. */
  private static final Pattern JOB = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");

  /** API_BatchRebootClusterNodes, ClusterName. */
  private static final Pattern CLUSTER =
      Pattern.compile(
          "(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:cluster/[a-z0-9]{12})"
              + "|([a-zA-Z0-9](-*[a-zA-Z0-9]){0,62})");

  /** API_BatchRebootClusterNodes, NodeIds. */
  private static final Pattern NODE = Pattern.compile("i-[a-f0-9]{8}(?:[a-f0-9]{9})?");

  private final SageMakerSettings settings;
  private final AwsAccess aws;

  /** Made when first needed. */
  private SageMakerClient client;

  SageMakerExecutor(SageMakerSettings settings, AwsAccess aws) {
    this.settings = settings;
    this.aws = aws;
  }

  @Override
  public Outcome execute(RemedyRecord remedy) {
    RemedyAction action = remedy.action();
    if (!settings.actions().contains(action)) {
      return Outcome.refused(
          "SageMaker's executor does not " + action.text() + " with these settings");
    }
    try {
      return action == RemedyAction.STOP ? stop(remedy) : onNode(remedy);
    } catch (AwsServiceException e) {
      return refusal(e);
    } catch (SdkException e) {
      boolean neverSent =
          hasCause(e, ConnectException.class) || hasCause(e, UnknownHostException.class);
      return neverSent ? Outcome.notBegun(e.getMessage()) : Outcome.inDoubt(e.getMessage());
    }
  }

  private Outcome stop(RemedyRecord remedy) {
    Optional<String> job = Target.value(remedy, settings.job()).filter(name -> matches(JOB, name));
    if (job.isEmpty()) {
      return Outcome.refused("the target names no training job");
    }
    client().stopTrainingJob(request -> request.trainingJobName(job.get()));
    return Outcome.done("training job " + job.get() + " is told to stop");
  }

  private Outcome onNode(RemedyRecord remedy) {
    Optional<String> cluster = cluster(remedy).filter(name -> matches(CLUSTER, name));
    Optional<String> node = Target.value(remedy, settings.node()).filter(id -> matches(NODE, id));
    if (cluster.isEmpty() || node.isEmpty()) {
      return Outcome.refused("the target names no cluster, or no node (an instance's id)");
    }
    boolean reboot = remedy.action() == RemedyAction.REBOOT;
    List<String> failures =
        reboot ? reboot(cluster.get(), node.get()) : replace(cluster.get(), node.get());
    return failures.isEmpty()
        ? Outcome.done(
            "node %s of cluster %s is told to be %s"
                .formatted(node.get(), cluster.get(), reboot ? "rebooted" : "replaced"))
        : Outcome.refused(String.join("; ", failures));
  }

  private List<String> reboot(String cluster, String node) {
    return client()
        .batchRebootClusterNodes(request -> request.clusterName(cluster).nodeIds(node))
        .failed()
        .stream()
        .map(error -> error.errorCodeAsString() + ": " + error.message())
        .toList();
  }

  private List<String> replace(String cluster, String node) {
    return client()
        .batchReplaceClusterNodes(request -> request.clusterName(cluster).nodeIds(node))
        .failed()
        .stream()
        .map(error -> error.errorCodeAsString() + ": " + error.message())
        .toList();
  }

  private Optional<String> cluster(RemedyRecord remedy) {
    return settings
        .cluster()
        .flatMap(
            cluster ->
                cluster.isDimension()
                    ? Target.value(remedy, Optional.of(cluster.text()))
                    : Optional.of(cluster.text()));
  }

  private static boolean matches(Pattern pattern, String text) {
    return text.length() <= 256 && pattern.matcher(text).matches();
  }

  private static Outcome refusal(AwsServiceException e) {
    String said = e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage();
    String reason = "SageMaker: HTTP " + e.statusCode() + ": " + said;
    if (e.isThrottlingException()) {
      return Outcome.notBegun(reason);
    }
    return e.statusCode() >= 500 ? Outcome.inDoubt(reason) : Outcome.refused(reason);
  }

  private static boolean hasCause(Throwable failure, Class<?> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private synchronized SageMakerClient client() {
    if (client == null) {
      SageMakerClientBuilder builder =
          SageMakerClient.builder()
              .credentialsProvider(aws.credentials())
              .region(aws.region())
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .overrideConfiguration(
                  ClientOverrideConfiguration.builder()
                      .apiCallTimeout(TIMEOUT)
                      .retryStrategy(RetryMode.STANDARD)
                      .retryStrategy(strategy -> strategy.maxAttempts(1))
                      .build());
      aws.endpoint("SAGEMAKER").ifPresent(builder::endpointOverride);
      client = builder.build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
