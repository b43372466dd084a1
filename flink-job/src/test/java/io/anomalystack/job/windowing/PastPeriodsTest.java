package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastPeriodsTest {
  private static final long T = 1_724_938_500_000L; // a full minute
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing: zero",
        "missing: previous",
        "missing: impute",
        "missing: skip",
        "joint: true",
        "period: record"
      })
  void countsTheRecordsAsTheJobDoesInWhateverOrderTheyCome(String setting) throws Exception {
    Detector detector = TestDetectors.sales("measures: [{field: x}, {field: y}]", setting);
    List<Sample> samples = samples(detector, 300);
    List<Point> live;
    try (Periods periods = Periods.of(detector)) {
      for (Sample sample : samples) {
        periods.offset(sample.offset());
        periods.record(sample.key().values().get(0), sample.eventTime(), sample.values());
      }
      periods.endOfInput(samples.get(299).eventTime());
      live = periods.points();
    }

    List<Sample> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(3));
    List<Sample> reversed = new ArrayList<>(samples);
    Collections.reverse(reversed);

    assertThat(past(detector, samples)).containsExactlyInAnyOrderElementsOf(live);
    assertThat(past(detector, shuffled)).containsExactlyInAnyOrderElementsOf(live);
    assertThat(past(detector, reversed)).containsExactlyInAnyOrderElementsOf(live);
    assertThat(live).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"period: 1m", "period: record"})
  void keepsTheNewestOfAVeryLongPast(String period) {
    Detector detector = TestDetectors.sales(period);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 3 * PastPeriods.MOST; i++) {
      samples.add(sample(detector, "a", T + i * MINUTE, i, 1));
    }
    List<Sample> reversed = new ArrayList<>(samples);
    Collections.reverse(reversed);

    List<Point> all = past(detector, samples);
    List<Point> newest = past(detector, reversed);

    assertThat(all).hasSize(3 * PastPeriods.MOST);
    // One more than fit in is what shows that they are full.
    assertThat(newest)
        .extracting(Point::start)
        .isEqualTo(
            all.subList(2 * PastPeriods.MOST - 1, all.size()).stream().map(Point::start).toList());
  }

  @Test
  void leavesOutTheSeriesThatNobodyWants() {
    Detector detector = TestDetectors.sales();
    List<Point> points = new ArrayList<>();
    String wanted =
        TimeSeries.of(new SeriesRules(detector), List.of("a"), new PeerGroupKey(List.of()))
            .get(0)
            .id();
    PastPeriods periods = new PastPeriods(detector, wanted::equals, points::add);
    periods.add(record(sample(detector, "a", T, 0, 1)));
    periods.add(record(sample(detector, "b", T, 1, 1)));
    periods.end();

    assertThat(points).extracting(Point::timeseriesId).containsExactly(wanted);
  }

  private static List<Point> past(Detector detector, List<Sample> samples) {
    List<Point> points = new ArrayList<>();
    PastPeriods periods = new PastPeriods(detector, id -> true, points::add);
    samples.forEach(sample -> periods.add(record(sample)));
    periods.end();
    return points;
  }

  private static Decoded record(Sample sample) {
    return new Decoded(0, List.of(sample), List.of(), sample.eventTime(), sample.eventTime());
  }

  private static List<Sample> samples(Detector detector, int size) {
    SplittableRandom random = new SplittableRandom(1);
    List<Sample> samples = new ArrayList<>();
    long time = T;
    for (int i = 0; i < size; i++) {
      time += 1 + random.nextInt(60) * SECOND;
      double x = random.nextInt(3) == 0 ? Double.NaN : random.nextDouble();
      samples.add(
          sample(detector, random.nextBoolean() ? "a" : "b", time, i, x, random.nextDouble()));
    }
    return samples;
  }

  private static Sample sample(
      Detector detector, String product, long time, long offset, double... values) {
    SeriesKey key = SeriesKey.of(detector, SeriesKey.buckets(detector), new String[] {product});
    return new Sample(0, key, time, 0, 0, offset, -1, values, new byte[0]);
  }
}
