package io.anomalystack.detection.forest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentEvidenceTest {
  private final RecentEvidence recent = new RecentEvidence();

  private void quiet(int points) {
    for (int i = 0; i < points; i++) {
      recent.isNews(0.5);
    }
  }

  @Test
  void theSequelOfAnAnomalyIsNoNews() {
    assertThat(recent.isNews(6)).isTrue();
    assertThat(recent.isNews(5.8)).isFalse();
    assertThat(recent.isNews(7)).as("worse than before").isTrue();
    assertThat(recent.isNews(6.5)).isFalse();
  }

  @Test
  void anAnomalyIsNewsAgainSoonAfterAFalseAlarm() {
    recent.isNews(8);
    quiet(27);
    assertThat(recent.isNews(5)).isTrue();
  }

  @Test
  void howSoonDependsOnHowStrongTheyAre() {
    recent.isNews(8);
    quiet(9);
    assertThat(recent.isNews(5)).isFalse();
    assertThat(recent.isNews(7)).isTrue();
  }

  @Test
  void twoOfTheSameAreBothNewsWhenTheyAreFarApart() {
    recent.isNews(6);
    quiet(10);
    assertThat(recent.isNews(6)).isTrue();
  }
}
