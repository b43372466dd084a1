package io.anomalystack.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecidedSeriesTest {
  @Test
  void keepsTheLastPointsInWhateverOrderTheyCome() {
    DecidedSeries series = new DecidedSeries(2);
    int points = 3 * PastPoints.MOST;
    for (int i = points - 1; i >= 0; i--) {
      series.add(i, 0, new double[] {i, -i});
      int added = points - i;
      if (added % (PastPoints.MOST / 2) == 0) {
        assertThat(series.full()).isEqualTo(added >= PastPoints.MOST);
      }
    }
    List<Long> times = new ArrayList<>();

    series.forEach(
        (time, values) -> {
          times.add(time);
          assertThat(values).containsExactly((double) time, (double) -time);
        });

    assertThat(times)
        .hasSize(PastPoints.MOST)
        .isSorted()
        .startsWith(2L * PastPoints.MOST)
        .endsWith(points - 1L);
  }

  @Test
  void repeatedPointsDoNotMakeASeriesFull() {
    DecidedSeries series = new DecidedSeries(1);
    for (int i = 0; i < 3 * PastPoints.MOST; i++) {
      series.add(i % 10, 0, new double[] {i});
    }
    List<Double> values = new ArrayList<>();

    series.forEach((time, point) -> values.add(point[0]));

    assertThat(series.full()).isFalse();
    assertThat(values).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);
  }
}
