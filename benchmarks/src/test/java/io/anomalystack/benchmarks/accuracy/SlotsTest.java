package io.anomalystack.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void takesTheMiddleStepForward() {
    assertThat(Slots.medianStep(new long[] {0, 300, 600, 600, 0, 300, 4_000})).isEqualTo(300);
    assertThat(Slots.medianStep(new long[] {0, 60, 360})).as("the lower of two").isEqualTo(60);
    assertThat(Slots.medianStep(new long[] {5, 5})).as("no step forward").isEqualTo(1);
  }

  @Test
  void keepsThePhaseBehindAGap() {
    assertThat(Slots.of(new long[] {3_600, 7_300, 18_000}, 3_600)).containsExactly(1, 2, 5);
  }

  @Test
  void risesWhereTimesDoNot() {
    long[] hourRepeated = {0, 3_600, 3_600, 0, 10_800, 14_400, 18_000};

    assertThat(Slots.of(hourRepeated, 3_600)).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }
}
