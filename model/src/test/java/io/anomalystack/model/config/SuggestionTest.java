package io.anomalystack.model.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("name", "period", "measures", "anomalyThreshold", "allowedLateness", "maxFill");

  @ParameterizedTest
  @CsvSource({
    "nmae, name",
    "Name, name",
    "measure, measures",
    "treshold, anomalyThreshold",
    "anomaly_threshold, anomalyThreshold",
    "anomalythresold, anomalyThreshold",
    "lateness, allowedLateness",
    "allowed-lateness, allowedLateness",
    "perod, period",
    "maxfil, maxFill"
  })
  void findsWhatWasMeant(String unknown, String meant) {
    assertThat(Suggestion.nearest(unknown, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"window", "x", "", "groupBy", "<<", "kafka"})
  void suggestsNothingFarFetched(String unknown) {
    assertThat(Suggestion.nearest(unknown, KNOWN)).isEmpty();
  }
}
