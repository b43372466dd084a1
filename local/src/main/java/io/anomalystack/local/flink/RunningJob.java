package io.anomalystack.local.flink;

import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.RunFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.LoggerFactory;

/** A job at work inside this JVM. */
public final class RunningJob {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final JobClient client;
  private final CompletableFuture<JobExecutionResult> result;

  private RunningJob(JobClient client) {
    this.client = client;
    this.result = client.getJobExecutionResult();
  }

  /** Starts what is assembled in a local environment. */
  public static RunningJob start(StreamExecutionEnvironment env, String name)
      throws RunFailedException {
    try {
      return new RunningJob(env.executeAsync(name));
    } catch (Exception e) { // as declared by Flink
      throw new RunFailedException("the job did not start: " + Reasons.of(e), e);
    }
  }

  /**
   * Waits for the job to end by itself.
   *
   * @param within for so long
   * @return whether it has ended
   * @throws RunFailedException if it has failed
   */
  public boolean ends(Duration within) throws RunFailedException, InterruptedException {
    try {
      result.get(within.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new RunFailedException("the job failed: " + Reasons.of(e), e);
    }
  }

  /** Whether it failed a moment ago and is about to try again. */
  public boolean isRestarting() throws InterruptedException {
    try {
      return client.getJobStatus().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
          == JobStatus.RESTARTING;
    } catch (ExecutionException | TimeoutException e) {
      // Just ended, or too busy to answer: not restarting as far as anybody can tell.
      return false;
    }
  }

  /**
   * Ends the job such that it can go on exactly where it stopped, all that it decided being
   * visible.
   *
   * @param state the directory in which to keep where it stopped
   */
  public void stop(Path state) throws RunFailedException, InterruptedException {
    stop(state, false);
  }

  /**
   * Ends the job as a bounded input would end it: what it holds back for records that may yet come
   * is decided, too, and visible. It cannot go on from there.
   *
   * @param scratch a directory for what is needed on the way
   */
  public void finish(Path scratch) throws RunFailedException, InterruptedException {
    stop(scratch, true);
  }

  private void stop(Path state, boolean endOfInput)
      throws RunFailedException, InterruptedException {
    String failure;
    try {
      client
          .stopWithSavepoint(endOfInput, state.toUri().toString(), SavepointFormatType.NATIVE)
          .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      result.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      return;
    } catch (ExecutionException e) {
      failure = Reasons.of(e);
    } catch (TimeoutException e) {
      failure = "no answer within " + PATIENCE.toSeconds() + " s";
    }
    LoggerFactory.getLogger(RunningJob.class).warn("stopping with a savepoint: {}", failure);
    // The last checkpoint stays: nothing is lost but some work, which is done again.
    cancel();
  }

  /** Ends the job at once; it can go on from its last checkpoint. */
  public void cancel() throws RunFailedException, InterruptedException {
    try {
      client.cancel().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      result.handle((ended, cancelled) -> ended).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new RunFailedException("the job could not be stopped: " + Reasons.of(e), e);
    } catch (TimeoutException e) {
      throw new RunFailedException("the job did not stop within " + PATIENCE.toSeconds() + " s", e);
    }
  }
}
