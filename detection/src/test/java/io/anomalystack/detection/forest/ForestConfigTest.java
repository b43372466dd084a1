package io.anomalystack.detection.forest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ForestConfigTest {

  @Test
  void namesTheSettingAndItsValue() {
    assertThatThrownBy(() -> new ForestConfig(0, 256, 2, 4, 1e-4, 32, 0.125, 0.005, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trees: must be at least 1, was 0");
    assertThatThrownBy(() -> new ForestConfig(30, 256, 2, 4, 1e-4, 4, 0.125, 0.005, 0.1))
        .hasMessage("outputAfter: must be above shingleSize and at most 64, was 4");
    assertThatThrownBy(() -> new ForestConfig(30, 256, 2, 4, Double.NaN, 32, 0.125, 0.005, 0.1))
        .hasMessage("timeDecay: must be from 0 to below 1, was NaN");
  }
}
