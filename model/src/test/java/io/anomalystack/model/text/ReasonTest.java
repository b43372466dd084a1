package io.anomalystack.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Contributor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTest {
  private static final List<Contributor> MOSTLY_SEASON =
      List.of(
          new Contributor(Contributor.LEVEL, 30),
          new Contributor(Contributor.SEASON, 50),
          new Contributor(Contributor.PATTERN, 20));

  @Test
  void saysHowFarTheValueIsFromWhatIsUsual() {
    assertThat(new Reason(null, 135, 29.684, 21.643, 39.516, false, List.of()).text())
        .isEqualTo("135 is above the usual 21.6 to 39.5, 29.7 expected.");
    assertThat(new Reason(null, 1, 27.8, 20.97, 34.86, false, List.of()).text())
        .isEqualTo("1 is below the usual 21.0 to 34.9, 27.8 expected.");
  }

  @Test
  void saysWhatTheSurpriseComesFrom() {
    assertThat(new Reason(null, 135, 29.684, 21.643, 39.516, false, MOSTLY_SEASON).text())
        .endsWith("It is most unusual for this time of its rhythm.");
  }

  @Test
  void theValueIsNoFinerThanItsRange() {
    assertThat(new Reason(null, 230.96871, 140.5, 125.5, 155.5, false, List.of()).text())
        .startsWith("231.0 is above the usual 125.5 to 155.5");
  }

  @Test
  void saysThatThereWasNoRecord() {
    assertThat(new Reason(null, 0, 11.5, 6.47, 15.02, true, List.of()).text())
        .isEqualTo("No record, which counts as 0: below the usual 6.5 to 15.0, 11.5 expected.");
  }

  @Test
  void aValueWithinItsRangeCompletesAPattern() {
    assertThat(new Reason(null, 25, 27.8, 20.97, 34.86, false, MOSTLY_SEASON).text())
        .isEqualTo(
            "25 is within the usual 21.0 to 34.9, but the last few values together are like none"
                + " before.");
  }

  @Test
  void withoutBoundsItSaysWhatIsKnown() {
    assertThat(new Reason(null, 25, 7.0, null, null, false, List.of()).text())
        .isEqualTo("25 is unusual where 7 was expected.");
    assertThat(new Reason(null, 25, null, null, null, false, List.of()).text())
        .isEqualTo("25 is unusual.");
  }

  @Test
  void namesTheMeasureThatStandsOut() {
    assertThat(new Reason("orders", 25, 7.0, null, null, false, List.of()).text())
        .isEqualTo("orders: 25 is unusual where 7 was expected.");
  }
}
