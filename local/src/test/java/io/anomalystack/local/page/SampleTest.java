package io.anomalystack.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.quality.Judgement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final int POINTS = 10_000;

  @Test
  void keepsExtremesAlertsAndBothEnds() {
    List<PlotPoint> points =
        IntStream.range(0, POINTS)
            .mapToObj(
                i ->
                    switch (i) {
                      case 1234 -> point(i, 500, 0, Judgement.QUIET);
                      case 4321 -> point(i, -500, 0, Judgement.QUIET);
                      case 5555 -> point(i, 10, 60, Judgement.QUIET);
                      case 7777, 7778 -> point(i, 10, 90, Judgement.FALSE);
                      default -> point(i, i % 10, 0, Judgement.QUIET);
                    })
            .toList();

    List<PlotPoint> sample = Sample.of(points, 300);

    assertThat(sample)
        .contains(points.get(0), points.get(POINTS - 1))
        .contains(points.get(1234), points.get(4321), points.get(5555))
        .contains(points.get(7777), points.get(7778))
        .hasSizeLessThan(310)
        .isSortedAccordingTo(Comparator.comparingLong(PlotPoint::time));
  }

  @Test
  void leavesWhatIsFewAsItIs() {
    List<PlotPoint> points =
        IntStream.range(0, 300).mapToObj(i -> point(i, i, 0, Judgement.QUIET)).toList();

    assertThat(Sample.of(points, 300)).isEqualTo(points);
  }

  private static PlotPoint point(int time, double value, double score, Judgement judgement) {
    return new PlotPoint(
        time, value, Double.NaN, Double.NaN, Double.NaN, score, judgement, false, null);
  }
}
