package io.anomalystack.detection.forest;

import static io.anomalystack.detection.Points.score;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.Series;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.UnreadableSnapshotException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotDamageTest {

  private static final Engine ENGINE = ForestEngine.standard();

  @ParameterizedTest(name = "after {0} points")
  @ValueSource(ints = {0, 10, 500})
  void everyTruncationIsRefused(int points) {
    byte[] snapshot = snapshotAfter(points);
    SplittableRandom random = new SplittableRandom(points);
    for (int i = 0; i < 200; i++) {
      int length = i < 20 ? i : random.nextInt(snapshot.length);
      refuses(Arrays.copyOf(snapshot, length));
    }
    refuses(Arrays.copyOf(snapshot, snapshot.length + 1));
  }

  @ParameterizedTest(name = "after {0} points")
  @ValueSource(ints = {0, 10, 500})
  void everyFlippedBitIsRefused(int points) {
    byte[] snapshot = snapshotAfter(points);
    SplittableRandom random = new SplittableRandom(points);
    for (int i = 0; i < 400; i++) {
      int bit = i < 100 ? i : random.nextInt(8 * snapshot.length);
      byte[] damaged = snapshot.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      refuses(damaged);
    }
  }

  @Test
  void anUnknownVersionIsNamed() {
    byte[] snapshot = snapshotAfter(500);
    snapshot[7] = 42;
    assertThatThrownBy(() -> ENGINE.restore(snapshot))
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageContaining("version 42")
        .hasMessageContaining("reads version 2");
  }

  @Test
  void somethingElseIsNotTakenForASnapshot() {
    assertThatThrownBy(() -> ENGINE.restore("{\"version\": 1, \"points\": []}".getBytes(UTF_8)))
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageContaining("Not a snapshot of this engine");
  }

  @Test
  void aRestoredModelKeepsItsOwnConfiguration() {
    ForestConfig small = new ForestConfig(5, 32, 2, 2, 1e-3, 16, 0.5, 0.01, 0.5);
    SeriesModel model = new ForestEngine(small).create(SeriesSettings.plain(), 1);
    for (double value : Series.NORMAL.values(100, 1)) {
      score(model, value);
    }
    SeriesModel restored = ENGINE.restore(model.save());
    assertThat(((ForestModel) restored).config()).isEqualTo(small);
    assertThat(restored.save()).isEqualTo(model.save());
  }

  @Test
  void growsToAKnownSize() {
    // Full samples, that is; later they spread over more of the past, half as large again.
    assertThat(snapshotAfter(5_000).length).isLessThan(120_000);
  }

  private static void refuses(byte[] snapshot) {
    assertThatThrownBy(() -> ENGINE.restore(snapshot))
        .isExactlyInstanceOf(UnreadableSnapshotException.class);
  }

  private static byte[] snapshotAfter(int points) {
    SeriesModel model = ENGINE.create(SeriesSettings.plain(), 1);
    for (double value : Series.NORMAL.values(points, 1)) {
      score(model, value);
    }
    return model.save();
  }
}
