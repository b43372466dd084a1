package io.anomalystack.benchmarks.lambda;

import java.nio.file.Path;
import java.util.List;

/**
 * What an invocation of the two functions takes, from their deployment packages, under AWS's
 * runtime interface client: cold and warm, with the memory of the process. No network lies between
 * the functions and what they talk to, and both have whole processors, which Lambda gives only to
 * functions of much memory.
 */
public final class LambdaBenchmark {
  private static final int STARTS = 5;
  private static final int WARM = 30;

  private LambdaBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("benchmarks.target")).resolve("../..").normalize();
    System.out.printf(
        "%d starts, %d warm invocations each; milliseconds: median (most)%n%n", STARTS, WARM);
    System.out.printf(
        "%-12s %8s %8s %14s %14s %12s %8s%n",
        "function", "package", "memory", "start", "first call", "warm call", "peak");
    for (int memory : List.of(256, 512)) {
      try (IngestionRun ingestion = IngestionRun.open()) {
        Path zip = root.resolve("ingestion-lambda/target/ingestion-lambda.zip");
        System.out.println(FunctionRun.measure(ingestion, zip, memory, STARTS, WARM));
      }
      try (NotifierRun notifier = NotifierRun.open()) {
        Path zip = root.resolve("notifier-lambda/target/notifier-lambda.zip");
        System.out.println(FunctionRun.measure(notifier, zip, memory, STARTS, WARM));
      }
    }
    // Kafka's threads are no reason to stay.
    System.exit(0);
  }
}
