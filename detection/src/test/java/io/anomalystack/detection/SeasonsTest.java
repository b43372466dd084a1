package io.anomalystack.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonsTest {

  @Test
  void areInOrderAndTheSameHoweverTheyWereGiven() {
    assertThat(Seasons.given(List.of(168.0, 24.0, 24.0)))
        .isEqualTo(Seasons.given(List.of(24.0, 168.0)));
    assertThat(Seasons.detected(List.of(168.0, 24.0)).candidates()).containsExactly(24.0, 168.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.99, 0, -24, Double.NaN, Double.POSITIVE_INFINITY})
  void refuseALengthThatNoSeasonHas(double slots) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seasons.given(List.of(slots)))
        .withMessageContaining("at least 3 slots");
  }
}
