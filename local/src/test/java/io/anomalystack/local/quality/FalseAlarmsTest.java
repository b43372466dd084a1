package io.anomalystack.local.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FalseAlarmsTest {
  private static final DecidedSeries SERIES = DecidedSeries.of();

  @Test
  void theStrongestAreKeptInTheOrderOfTime() {
    FalseAlarms alarms = new FalseAlarms(2);

    alarms.add(SERIES.scored(1, 90));
    alarms.add(SERIES.scored(2, 80));
    alarms.add(SERIES.scored(3, 100));

    assertThat(alarms.inTime()).containsExactly(SERIES.scored(1, 90), SERIES.scored(3, 100));
  }

  @Test
  void ofEqualsTheEarliestAreKept() {
    FalseAlarms alarms = new FalseAlarms(2);

    alarms.add(SERIES.alert(1));
    alarms.add(SERIES.alert(2));
    alarms.add(SERIES.alert(3));

    assertThat(alarms.inTime()).containsExactly(SERIES.alert(1), SERIES.alert(2));
  }
}
