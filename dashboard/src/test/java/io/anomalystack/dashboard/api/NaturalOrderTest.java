package io.anomalystack.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void digitsAreNumbersHoweverLong() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "h.10", "h.2", "embed", "h.2.mlp", "h.99999999999999999999999", "h.02", "", "7"));

    names.sort(NaturalOrder.NAMES);

    assertThat(names)
        .containsExactly(
            "", "7", "embed", "h.02", "h.2", "h.2.mlp", "h.10", "h.99999999999999999999999");
  }
}
