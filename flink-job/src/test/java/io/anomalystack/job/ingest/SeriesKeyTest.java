package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.detector.Detector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesKeyTest {
  private static final String SPECIAL = "\u0000:0123#ab é";

  private final Detector detector = TestDetectors.sales("dimensions: [a, b]");

  @Test
  void shapeStaysTheSameBetweenReleases() {
    assertThat(SeriesKey.shape(TestDetectors.sales())).isEqualTo("sales\u0001a96e47d4672849b6");
    // What no open period depends on is no part of it.
    assertThat(
            SeriesKey.shape(
                TestDetectors.sales("anomalyThreshold: 80", "missing: zero", "maxFill: 3")))
        .isEqualTo(SeriesKey.shape(TestDetectors.sales()));
  }

  @Test
  void differentValuesNeverMakeTheSameKey() {
    List<SeriesKey> keys =
        List.of(
            key("a", "b"),
            key("ab", ""),
            key("", "ab"),
            key("a\u00001:b", ""),
            key("1:a", "b"),
            key("a", "\u0000"),
            key("a\u0000", ""),
            key("", ""));

    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
  }

  @Test
  void detectorsDoNotShareKeys() {
    SeriesKey one = SeriesKey.of(TestDetectors.sales("name: one"), 1, new String[] {"x"});
    SeriesKey two = SeriesKey.of(TestDetectors.sales("name: two"), 1, new String[] {"x"});

    assertThat(one).isNotEqualTo(two);
    assertThat(one.counter()).isNotEqualTo(two.counter());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void valuesReadBackAndEqualKeysHaveEqualHashes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<List<String>, SeriesKey> seen = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      String[] values = {text(random), text(random)};
      SeriesKey key = SeriesKey.of(detector, 7, values.clone());
      SeriesKey again = SeriesKey.of(detector, 7, values.clone());

      assertThat(key.values()).containsExactly(values);
      assertThat(key.detectorName()).isEqualTo("sales");
      assertThat(key).isEqualTo(again).hasSameHashCodeAs(again);
      seen.put(List.of(values), key);
    }
    assertThat(new HashSet<>(seen.values())).hasSameSizeAs(seen.keySet());
  }

  @Test
  void seriesWithoutDimensionsHasNoValues() {
    SeriesKey key = SeriesKey.of(TestDetectors.sales("dimensions: []"), 1, new String[0]);

    assertThat(key.values()).isEmpty();
    assertThat(key.detectorName()).isEqualTo("sales");
    assertThat(key.counter()).isNotEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "5,1", "63,1", "127,1", "128,2", "100000,720", "100000000,720"})
  void smallDetectorsHaveOneBucketAndLargeOnesUpToOnePerKeyGroup(int maxSeries, int buckets) {
    Detector limited = TestDetectors.sales("maxSeries: " + maxSeries);

    assertThat(SeriesKey.buckets(limited)).isEqualTo(buckets);
    int admitted = buckets * SeriesKey.admittedPerBucket(limited);
    assertThat(admitted).isBetween(maxSeries - buckets + 1, maxSeries);
    if (buckets == 1) {
      assertThat(admitted).isEqualTo(maxSeries);
    }
  }

  @Test
  void seriesOfABucketShareHashAndCounterAndThoseOfAnotherDoNot() {
    Set<Integer> hashes = new HashSet<>();
    Map<Integer, SeriesKey> counters = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      SeriesKey key = SeriesKey.of(detector, 16, new String[] {"a" + i, "b"});
      hashes.add(key.hashCode());
      assertThat(key.counter()).hasSameHashCodeAs(key);
      SeriesKey other = counters.putIfAbsent(key.hashCode(), key.counter());
      if (other != null) {
        assertThat(key.counter()).isEqualTo(other);
      }
    }

    assertThat(hashes).hasSize(16);
    // Else two buckets in one key group would count together.
    assertThat(new HashSet<>(counters.values())).hasSize(16);
  }

  @Test
  void countersOfTwoBucketsAreNotEqualHoweverTheyAreCompared() {
    assertThat(new SeriesKey(1, "sales\u0000#")).isNotEqualTo(new SeriesKey(2, "sales\u0000#"));
  }

  @Test
  void seriesAreSpreadEvenlyOverTheBuckets() {
    int[] sizes = new int[720];
    for (int i = 0; i < 72_000; i++) {
      SeriesKey key =
          SeriesKey.of(detector, 720, new String[] {"shop-" + i / 100, "item-" + i % 100});
      sizes[Math.floorMod(key.hashCode() - 31 * "sales".hashCode(), 720)]++;
    }

    // 100 each on average. Far more than that in one bucket would be refused early.
    assertThat(Arrays.stream(sizes).max().orElseThrow()).isLessThan(160);
  }

  private SeriesKey key(String... values) {
    return SeriesKey.of(detector, 1, values);
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
    }
    return text.toString();
  }
}
