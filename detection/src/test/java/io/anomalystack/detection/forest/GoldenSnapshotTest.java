package io.anomalystack.detection.forest;

import static io.anomalystack.detection.Points.impute;
import static io.anomalystack.detection.Points.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.detection.Series;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.UnreadableSnapshotException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Snapshots of released versions. Each must be read, and give exactly the verdicts that its release
 * gave; or its version must be refused. Files are added with a new version and never replaced.
 */
class GoldenSnapshotTest {

  private static final int POINTS_BEFORE = 300;
  private static final int POINTS_AFTER = 200;
  private static final ForestConfig SMALL =
      new ForestConfig(4, 32, 2, 2, 1e-3, 16, 0.5, 0.005, 0.1);

  @ParameterizedTest
  @ValueSource(strings = {"v2-inference", "v2-learning"})
  void givesTheVerdictsThatItsReleaseGave(String name) {
    SeriesModel model = ForestEngine.standard().restore(resource(name + ".snapshot"));
    assertThat(verdictsAfter(model))
        .containsExactlyElementsOf(
            new String(resource(name + ".verdicts"), StandardCharsets.UTF_8).lines().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-inference", "v1-learning"})
  void refusesWhatAnOlderReleaseWrote(String name) {
    byte[] snapshot = resource(name + ".snapshot");
    assertThatThrownBy(() -> ForestEngine.standard().restore(snapshot))
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessage("Model snapshot of version 1; this release reads version 2");
  }

  private static List<String> verdictsAfter(SeriesModel model) {
    List<String> verdicts = new ArrayList<>();
    double[] values = Series.UNIFORM.values(POINTS_AFTER, 2);
    for (int i = 0; i < values.length; i++) {
      boolean gap = i % 50 == 49;
      double value = i % 40 == 20 ? 3 * values[i] + i : values[i];
      verdicts.add(VerdictText.of(gap ? impute(model) : score(model, value)));
    }
    return verdicts;
  }

  private static byte[] resource(String name) {
    try (InputStream in = GoldenSnapshotTest.class.getResourceAsStream("/golden/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the files of a new version: its directory and its name, such as {@code v2}. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), args[1] + "-inference", POINTS_BEFORE);
    write(Path.of(args[0]), args[1] + "-learning", SMALL.outputAfter() / 2);
  }

  private static void write(Path directory, String name, int points) throws IOException {
    SeriesModel model = new ForestEngine(SMALL).create(SeriesSettings.plain(), 11);
    for (double value : Series.UNIFORM.values(points, 1)) {
      score(model, value);
    }
    Files.write(directory.resolve(name + ".snapshot"), model.save());
    Files.write(directory.resolve(name + ".verdicts"), verdictsAfter(model));
  }
}
