package io.anomalystack.detection.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.detection.Series;
import org.junit.jupiter.api.Test;

class LongRunTest {

  @Test
  void comesCloseToMeanAndStandardDeviation() {
    LongRun longRun = new LongRun();
    longRun.restart(Series.NORMAL.values(32, 1));
    for (double value : Series.NORMAL.values(5_000, 2)) {
      longRun.add(value, 1);
    }
    assertThat(longRun.mean()).isCloseTo(100, within(3.0));
    assertThat(longRun.deviation()).isCloseTo(20, within(3.0));
  }

  @Test
  void staysFiniteOnTheLargestValues() {
    LongRun longRun = new LongRun();
    longRun.restart(new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE});
    for (int i = 0; i < 100; i++) {
      longRun.add(i % 2 == 0 ? -Double.MAX_VALUE : Double.MAX_VALUE, Double.MAX_VALUE);
    }
    assertThat(longRun.mean()).isFinite();
    assertThat(longRun.deviation()).isFinite();
  }

  @Test
  void needsManyValuesToForgetZero() {
    LongRun longRun = new LongRun();
    longRun.restart(new double[32]);
    longRun.add(1e300, 1);
    assertThat(longRun.deviation()).isLessThan(10);
    assertThat(Math.abs(longRun.mean())).isLessThan(1);
  }
}
