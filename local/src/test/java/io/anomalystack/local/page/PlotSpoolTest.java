package io.anomalystack.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.local.quality.DecidedSeries;
import io.anomalystack.local.quality.Judgement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotSpoolTest {
  private static final DecidedSeries A = DecidedSeries.of("item", "a");
  private static final DecidedSeries B =
      DecidedSeries.of("item", "b").withPeriod(Duration.ofHours(1));

  @TempDir Path directory;

  @Test
  void givesThePointsOfASeriesBackInTheirOrder() throws IOException {
    try (PlotSpool spool = new PlotSpool(directory.resolve("points"), 4)) {
      for (int i = 0; i < 11; i++) {
        spool.add(A.valued(i, i, 2.0 * i, 0.5, i), Judgement.QUIET);
        if (i % 3 == 0) {
          spool.add(B.alert(i), Judgement.FALSE);
        }
      }

      List<PlotPoint> points = spool.points(A.id(), "quantity");

      assertThat(spool.measures(A.id())).containsExactly("quantity");
      assertThat(points).hasSize(11);
      assertThat(points.get(7))
          .isEqualTo(
              new PlotPoint(
                  DecidedSeries.MIDNIGHT.plus(Duration.ofMinutes(7)).toEpochMilli(),
                  7,
                  13.5,
                  14.5,
                  14,
                  7,
                  Judgement.QUIET,
                  false,
                  null));
      assertThat(points).isSortedAccordingTo(Comparator.comparingLong(PlotPoint::time));
      assertThat(spool.points(B.id(), "quantity")).hasSize(4).allMatch(PlotPoint::isAlert);
      assertThat(spool.period(A.id())).isEqualTo(60_000);
      assertThat(spool.period(B.id())).isEqualTo(3_600_000);
    }
  }

  @Test
  void measuresThatAreJudgedTogetherAreKeptApartWithWhatIsSaidOfEach() throws IOException {
    try (PlotSpool spool = new PlotSpool(directory.resolve("points"), 3)) {
      for (int i = 0; i < 4; i++) {
        spool.add(A.joint(i, "sales", 10 + i, "visits", 1000 + i), Judgement.QUIET);
      }

      assertThat(spool.measures(A.id())).containsExactly("sales", "visits");
      assertThat(spool.points(A.id(), "sales"))
          .extracting(PlotPoint::value)
          .containsExactly(10.0, 11.0, 12.0, 13.0);
      assertThat(spool.points(A.id(), "visits"))
          .extracting(PlotPoint::predicted, PlotPoint::lower)
          .contains(tuple(1001.5, 1000.5));
    }
  }

  @Test
  void keepsWhyAnUnusualPointIsNoAnomaly() throws IOException {
    try (PlotSpool spool = new PlotSpool(directory.resolve("points"), 2)) {
      spool.add(A.quiet(0), Judgement.QUIET);
      spool.add(A.heldBack(1, "NEAR_EXPECTED"), Judgement.QUIET);
      spool.add(A.suppressed(2, "direction"), Judgement.QUIET);
      spool.add(A.heldBack(3, "NEAR_EXPECTED"), Judgement.QUIET);

      assertThat(spool.points(A.id(), "quantity"))
          .extracting(PlotPoint::reason)
          .containsExactly(
              null,
              "held back: NEAR_EXPECTED",
              "suppressed by direction",
              "held back: NEAR_EXPECTED");
    }
  }

  @Test
  void aSingleRecordIsAtItsOwnTime() throws IOException {
    try (PlotSpool spool = new PlotSpool(directory.resolve("points"))) {
      spool.add(A.record(1, 1_234, false), Judgement.QUIET);

      assertThat(spool.points(A.id(), "quantity"))
          .extracting(PlotPoint::time)
          .containsExactly(DecidedSeries.MIDNIGHT.toEpochMilli() + 1_234);
      assertThat(spool.period(A.id())).isZero();
    }
  }
}
