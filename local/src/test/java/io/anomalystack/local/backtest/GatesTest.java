package io.anomalystack.local.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.quality.DecidedSeries;
import io.anomalystack.local.quality.LabelsByHand;
import io.anomalystack.local.quality.Measurement;
import io.anomalystack.local.quality.Totals;
import io.anomalystack.model.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final DecidedSeries SERIES = DecidedSeries.of();

  private final LabelsByHand labels = new LabelsByHand().window(5, 6).window(8, 9).window(11, 12);

  @Test
  void whatIsAsGoodAsAskedForPasses() {
    Totals totals = measured(SERIES.alert(5), SERIES.alert(6), SERIES.alert(8), SERIES.quiet(11));

    assertThat(new Gates(2 / 3.0, 2 / 3.0).missed(totals)).isEmpty();
    assertThat(new Gates(null, null).missed(totals)).isEmpty();
  }

  @Test
  void saysWhatIsNotGoodEnough() {
    Totals totals = measured(SERIES.alert(5), SERIES.alert(6), SERIES.quiet(8), SERIES.quiet(11));

    assertThat(new Gates(0.51, 0.4).missed(totals))
        .containsExactly(
            "precision is 0.5, below --min-precision 0.51",
            "recall is 0.333333, below --min-recall 0.4");
  }

  @Test
  void withoutAnAlertThereIsNoFalseOne() {
    assertThat(new Gates(1.0, null).missed(measured(SERIES.quiet(5)))).isEmpty();
  }

  @Test
  void withoutAWindowNothingIsShown() {
    Totals totals = measured(SERIES.alert(100));

    assertThat(new Gates(null, 0.0).missed(totals))
        .containsExactly(
            "recall is unknown, as no labelled window counts, but --min-recall asks for it");
  }

  private Totals measured(Decision... decisions) {
    Measurement measurement = new Measurement(labels.labels(), 0);
    List.of(decisions).forEach(measurement::decision);
    return measurement.quality().totals();
  }
}
