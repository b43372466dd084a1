package io.anomalystack.benchmarks.lambda;

import io.anomalystack.embedded.LambdaRuntime;
import io.anomalystack.embedded.RuntimeApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A function at work. */
interface FunctionRun {
  Duration TIMEOUT = Duration.ofSeconds(50);

  String name();

  String handler();

  Map<String, String> environment();

  /** Prepares something to do, and gives the event that tells the function of it. */
  String event() throws Exception;

  /** Makes sure that it was done. */
  void check(String answer) throws Exception;

  /** Starts the function some times, each time with one cold and some warm invocations. */
  static String measure(FunctionRun run, Path zip, int memory, int starts, int warm)
      throws Exception {
    List<Long> initializations = new ArrayList<>();
    List<Long> first = new ArrayList<>();
    List<Long> later = new ArrayList<>();
    long peak = 0;
    for (int i = 0; i < starts; i++) {
      try (LambdaRuntime function =
          LambdaRuntime.start(zip, run.handler(), run.environment(), memory)) {
        initializations.add(function.initialization().toMillis());
        for (int call = 0; call <= warm; call++) {
          RuntimeApi.Answer answer = function.invoke(run.event(), TIMEOUT);
          if (answer.failed()) {
            throw new IllegalStateException(answer.payload() + "\n" + function.output());
          }
          run.check(answer.payload());
          (call == 0 ? first : later).add(answer.duration().toMillis());
        }
        peak = Math.max(peak, function.peakMemory());
      }
    }
    return "%-12s %5.1f MB %4d MiB %14s %14s %12s %4d MiB"
        .formatted(
            run.name(),
            Files.size(zip) / 1e6,
            memory,
            medianAndMost(initializations),
            medianAndMost(first),
            medianAndMost(later),
            peak >> 20);
  }

  private static String medianAndMost(List<Long> times) {
    Collections.sort(times);
    return times.get(times.size() / 2) + " (" + times.get(times.size() - 1) + ")";
  }
}
