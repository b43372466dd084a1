package io.anomalystack.local.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final DecidedSeries A = DecidedSeries.of("item", "a");
  private static final DecidedSeries B = DecidedSeries.of("item", "b");

  private final LabelsByHand labels =
      new LabelsByHand().window(5, 6, "item", "a").window(8, 9, "item", "a");

  @Test
  void saysWhichWindowsOnlyOneRunFound() {
    Comparison comparison =
        Comparison.of(measured(A.alert(5), A.quiet(8)), measured(A.quiet(5), A.alert(8)));

    assertThat(comparison.onlyFirst())
        .extracting(WindowResult::label)
        .containsExactly(labels.labels().get(0));
    assertThat(comparison.onlySecond())
        .extracting(WindowResult::label)
        .containsExactly(labels.labels().get(1));
  }

  @Test
  void listsSeriesThatChangedTheMostFirst() {
    Comparison comparison =
        Comparison.of(
            measured(A.alert(5), A.alert(8), B.alert(5), B.alert(6)),
            measured(A.alert(5), A.quiet(8), B.quiet(5), B.quiet(6)));

    assertThat(comparison.changed())
        .extracting(change -> change.series().id())
        .containsExactly(B.id(), A.id());
    assertThat(comparison.changed().get(0).mistakes()).isEqualTo(-2);
  }

  @Test
  void leavesOutSeriesThatAreAsGoodAsBefore() {
    Quality quality = measured(A.alert(5), A.quiet(8), B.quiet(5));

    assertThat(Comparison.of(quality, quality).changed()).isEmpty();
  }

  @Test
  void aDetectorWithAnotherNameIsTheSameIfThereIsButOne() {
    Comparison comparison =
        Comparison.of(
            measured(A.alert(5), A.quiet(8)),
            measured(A.withDetector("next").alert(5), A.withDetector("next").alert(8)));

    assertThat(comparison.changed()).hasSize(1);
    assertThat(comparison.changed().get(0).first()).isNotNull();
    assertThat(comparison.changed().get(0).series().detector()).isEqualTo("next");
  }

  @Test
  void aSeriesOfOneRunOnlyHasChanged() {
    Comparison comparison =
        Comparison.of(
            measured(A.alert(5), A.quiet(8), B.quiet(5)), measured(A.alert(5), A.quiet(8)));

    assertThat(comparison.changed())
        .extracting(SeriesChange::second)
        .containsOnlyNulls()
        .hasSize(1);
  }

  private Quality measured(Decision... decisions) {
    Measurement measurement = new Measurement(labels.labels(), 0);
    List.of(decisions).forEach(measurement::decision);
    return measurement.quality();
  }
}
