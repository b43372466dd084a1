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
}
