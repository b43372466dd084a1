package io.anomalystack.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointSampleTest {
  private static final int MANY = 100_000;

  @Test
  void fewPointsAreAllKept() {
    List<Point> points = points(PointSample.MOST);

    assertThat(sample(points)).isEqualTo(points);
  }

  @Test
  void ofManyTheExtremesAndWhatStandsForSomethingAreKept() {
    List<Point> points = points(MANY);

    List<Point> sample = sample(points);

    assertThat(sample).hasSizeLessThan(PointSample.MOST + 100).isSubsetOf(points);
    assertThat(sample).isSortedAccordingTo((a, b) -> Long.compare(a.time(), b.time()));
    assertThat(sample).contains(points.get(0), points.get(MANY - 1));
    assertThat(sample.stream().mapToDouble(Point::value).max()).hasValue(1_000);
    assertThat(sample.stream().mapToDouble(Point::value).min()).hasValue(-1_000);
    assertThat(sample.stream().filter(Point::alert).map(Point::time)).containsExactly(50_001L);
    assertThat(sample.stream().filter(p -> p.silenced() != null).map(Point::time))
        .containsExactly(60_001L);
  }

  private static List<Point> sample(List<Point> points) {
    PointSample sample = new PointSample(points.size());
    points.forEach(sample::add);
    assertThat(sample.total()).isEqualTo(points.size());
    return sample.points();
  }

  private static List<Point> points(int count) {
    return IntStream.range(0, count).mapToObj(PointSampleTest::point).toList();
  }

  private static Point point(int i) {
    double value = i == 33_333 ? 1_000 : i == 77_777 ? -1_000 : Math.sin(i / 50.0);
    return new Point(
        i,
        value,
        null,
        null,
        null,
        0,
        70,
        i == 50_001,
        i < 32,
        false,
        i == 60_001 ? "silenced by margins" : null,
        null,
        null,
        null,
        null);
  }
}
