package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {
  private static final int STEPS = 600;
  private static final int SPIKE = 550;

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
