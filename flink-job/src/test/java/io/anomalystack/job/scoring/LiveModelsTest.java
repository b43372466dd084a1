package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveModelsTest {
  private final ChainEngine engine = new ChainEngine();

  @Test
  void holdsNoMoreThanItMay() {
    LiveModels live = new LiveModels(10, evicted -> {});
    for (int i = 0; i < 100; i++) {
      live.add("series-" + i, model(i), 0, 0);
      assertThat(live.size()).isEqualTo(Math.min(10, i + 1));
      assertThat(live.get("series-" + i)).as("the newest is there").isNotNull();
    }
  }

  @Test
  void dropsAnyModelNotJustTheOldest() {
    LiveModels live = new LiveModels(10, evicted -> {});
    for (int i = 0; i < 11; i++) {
      live.add("series-" + i, model(i), 0, 0);
    }
    for (int round = 0; round < 20; round++) {
      live.add("more-" + round, model(round), 0, 0);
    }

    // Least recently used would have kept exactly the last ten.
    int last = 0;
    for (int round = 10; round < 20; round++) {
      last += live.get("more-" + round) == null ? 0 : 1;
    }
    assertThat(last).isBetween(4, 9);
  }

  @Test
  void roundsOverALittleMoreSeriesThanPlacesMostlyHit() {
    LiveModels live = new LiveModels(100, evicted -> {});
    int hits = 0;
    for (int i = 0; i < 11_000; i++) {
      String series = "series-" + i % 110;
      if (live.get(series) != null) {
        hits++;
      } else {
        live.add(series, model(i), 0, 0);
      }
    }

    assertThat(hits).isGreaterThan(7_000);
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    LiveModels live = new LiveModels(2, evicted -> {});
    live.add("a", model(1), 0, 0);

    live.remove("b");

    assertThat(live.size()).isEqualTo(1);
    assertThat(live.get("a")).isNotNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverComesAndGoesEachSeriesKeepsItsOwnModel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LiveModels live = new LiveModels(7, evicted -> {});
    Map<String, SeriesModel> added = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      String series = "series-" + random.nextInt(20);
      LiveModels.Live found = live.get(series);
      if (found != null) {
        assertThat(found.model()).isSameAs(added.get(series));
      }
      if (random.nextInt(3) == 0) {
        live.remove(series);
        assertThat(live.get(series)).isNull();
      } else if (found == null) {
        SeriesModel model = model(i);
        added.put(series, model);
        assertThat(live.add(series, model, 0, 0).model()).isSameAs(model);
      }
      long there = added.keySet().stream().filter(name -> live.get(name) != null).count();
      assertThat(live.size()).isEqualTo((int) there).isLessThanOrEqualTo(7);
    }
  }

  private SeriesModel model(long seed) {
    return engine.create(SeriesSettings.plain(), seed);
  }
}
