package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {
  private static final int STEPS = 600;
  private static final int SPIKE = 550;

  private static final Path TESTDATA = Path.of("../testdata");

  /** The stop of a run that diverged alone: the others wait, or are not reached. */
  private static final String EARNEST = "executor: launcher\n        dryRun: false";

  @TempDir Path directory;

  @Test
  void findsASpikeInALogFromNothingAndEnds() throws IOException {
    Path log = directory.resolve("llm-7b.log");
    Files.writeString(log, run());

    Cli watch = Cli.run("watch", log.toString(), "--exit", "--start", "2024-11-22T15:00:00Z");

    assertThat(watch.status()).as(watch.err()).isZero();
    assertThat(watch.out())
        .contains("the dashboard: http://")
        .contains("600 records sent; 1 line without metrics, 0 not understood")
        .containsPattern("counted +600")
        .containsPattern("2024-11-22 15:09:10 .*training-run +loss +run=llm-7b +9 ");
  }

  @Test
  void stopsARunThatDivergedOnceHoweverOftenItsLogIsWatched() throws IOException {
    Path detectors = directory.resolve("detectors.yaml");
    String shipped = Files.readString(TESTDATA.resolve("detectors/training-remedies.yaml"));
    Files.writeString(detectors, shipped.replace("executor: launcher", EARNEST));
    Path launched = directory.resolve("launched");
    Path launcher = directory.resolve("launcher");
    Files.writeString(launcher, "#!/bin/sh\necho \"$@\" >> " + launched + "\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path executors = directory.resolve("executors.yaml");
    Files.writeString(
        executors,
        Files.readString(TESTDATA.resolve("executors.yaml"))
                .replace("/bin/echo", launcher.toString())
                .replace("maxAge: 15m", "maxAge: none")
            + "\nledger: {file: ledger.jsonl}\n");
    Path log = directory.resolve("training-run.jsonl");
    try (InputStream recorded =
        new GZIPInputStream(
            Files.newInputStream(TESTDATA.resolve("streams/training-run.jsonl.gz")))) {
      Files.copy(recorded, log);
    }
    String[] args = {
      "watch",
      log.toString(),
      "--exit",
      "--detectors",
      detectors.toString(),
      "--remedy",
      executors.toString()
    };

    Cli replayed =
        Cli.run(
            "replay",
            "--detectors",
            detectors.toString(),
            "--input",
            log.toString(),
            "--remedies",
            "-");
    assertThat(replayed.out().lines().filter(line -> line.contains("\"requested\""))).hasSize(1);

    Cli watch = Cli.run(args);
    assertThat(watch.status()).as(watch.err()).isZero();
    assertThat(launched).hasContent("stop training-run because-of stop-what-diverged");

    Cli again = Cli.run(args);
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(Files.readAllLines(launched)).as("one fault, one stop").hasSize(1);
  }

  @Test
  void namesAnExecutorThatIsNotThere() throws IOException {
    Path executors = directory.resolve("executors.yaml");
    Files.writeString(executors, "executors: {other: {type: command, command: [/bin/true]}}");
    Path log = directory.resolve("llm-7b.log");
    Files.writeString(log, run());

    Cli watch =
        Cli.run(
            "watch",
            log.toString(),
            "--exit",
            "--detectors",
            TESTDATA.resolve("detectors/training-remedies.yaml").toString(),
            "--remedy",
            executors.toString());

    assertThat(watch.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(watch.err()).contains("wants the executor 'launcher', which is not among other");
  }

  @Test
  void waitsForNoLogThatIsToBeReadOnce() {
    Cli watch = Cli.run("watch", directory.resolve("none").toString(), "--exit");

    assertThat(watch.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(watch.err()).contains("no such file");
  }

  private static String run() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder log = new StringBuilder("> loading the checkpoint\n");
    for (int step = 1; step <= STEPS; step++) {
      double loss = step == SPIKE ? 9 : 2 + random.nextDouble(0.1);
      log.append(
          String.format(
              Locale.ROOT,
              " iteration %8d/ %8d | elapsed time per iteration (ms): 1000.0 | lm loss: %.6E |"
                  + " grad norm: %.3f |%n",
              step,
              STEPS,
              loss,
              1 + random.nextDouble(0.1)));
    }
    return log.toString();
  }
}
