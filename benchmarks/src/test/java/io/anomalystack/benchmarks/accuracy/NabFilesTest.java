package io.anomalystack.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NabFilesTest {
  @TempDir Path folder;

  /** An hour of five minutes; one time comes twice, and fifteen minutes are missing. */
  @BeforeEach
  void writeCorpus() throws IOException {
    write(
        "data/realTweets/Twitter_volume.csv",
        """
        timestamp,value
        2014-04-01 00:00:00,20.0
        2014-04-01 00:05:00,7
        2014-04-01 00:05:00,1e3
        2014-04-01 00:10:00,0.5
        2014-04-01 00:30:00,-1
        """);
    write("data/README.md", "of no use");
    write(
        "labels/combined_windows.json",
        """
        {"realTweets/Twitter_volume.csv":
            [["2014-04-01 00:05:00.000000", "2014-04-01 00:10:00.000000"]]}
        """);
  }

  @Test
  void readsRowsInTheFilesOrderWithTheMedianStepAsPeriod() throws IOException {
    LabelledSeries series = NabCorpus.read(folder).get(0).series();

    assertThat(series.name()).isEqualTo("realTweets/Twitter_volume.csv");
    assertThat(series.periodSeconds()).isEqualTo(300);
    assertThat(series.values()).containsExactly(20, 7, 1_000, 0.5, -1);
    long first = series.slots()[0];
    assertThat(series.slots()).containsExactly(first, first + 1, first + 2, first + 3, first + 4);
    assertThat(series.windows()).containsExactly(new Window(1, 3, ""));
  }

  @Test
  void writesWhatTheOfficialScorerReads() throws IOException {
    NabFile file = NabCorpus.read(folder).get(0);

    new NabResults(folder, "default-s1").write(file, new double[] {0, 1.5e-5, 1, 0.25, 0.7});

    assertThat(folder.resolve("default-s1/realTweets/default-s1_Twitter_volume.csv"))
        .hasContent(
            """
            timestamp,value,anomaly_score,label
            2014-04-01 00:00:00,20.0,0.0,0
            2014-04-01 00:05:00,7,1.5E-5,1
            2014-04-01 00:05:00,1e3,1.0,1
            2014-04-01 00:10:00,0.5,0.25,1
            2014-04-01 00:30:00,-1,0.7,0
            """);
  }

  @Test
  void refusesANameThatTheOfficialScorerWouldCut() {
    assertThatThrownBy(() -> new NabResults(folder, "default_s1"))
        .hasMessage("detector: must have no underscore, was default_s1");
  }

  @Test
  void saysWhatIsMissingInACorpus() throws IOException {
    write("labels/combined_windows.json", "{}");

    assertThatThrownBy(() -> NabCorpus.read(folder))
        .hasMessage("realTweets/Twitter_volume.csv: not in labels/combined_windows.json");
    assertThatThrownBy(() -> NabCorpus.read(folder.resolve("data")))
        .hasMessageContaining("expected data/<category>/*.csv and labels/combined_windows.json");
  }

  @Test
  void refusesAWindowThatNoRowBounds() throws IOException {
    write(
        "labels/combined_windows.json",
        """
        {"realTweets/Twitter_volume.csv":
            [["2014-04-01 00:05:00.000000", "2014-04-01 00:11:00.000000"]]}
        """);

    assertThatThrownBy(() -> NabCorpus.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no row of 2014-04-01 00:11:00.000000");
  }

  @Test
  void runsADetectorOverAllFiles() throws IOException {
    List<NabFile> files = NabCorpus.read(folder);
    NabResults results = new NabResults(folder.resolve("out"), "zscore-s1");

    NabRun run = NabRun.of(Contender.ZSCORE, 1, files, results);

    assertThat(run.sweep().best(NabProfile.STANDARD).score()).isGreaterThan(0);
    assertThat(
            Files.readAllLines(results.folder().resolve("realTweets/zscore-s1_Twitter_volume.csv")))
        .hasSize(6)
        .endsWith("2014-04-01 00:30:00,-1,0.0,0");
  }

  private void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
