package io.anomalystack.local.demo;

import io.anomalystack.local.labels.Label;
import io.anomalystack.local.quality.KindQuality;
import io.anomalystack.local.quality.Measurement;
import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.quality.Windows;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.Decision;
import io.anomalystack.testdata.AnomalyKind;
import io.anomalystack.testdata.LabelledWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which of the anomalies that were planted in the stream have been found. */
final class PlantedAnomalies {
  /** An anomaly is found, too, where the verdict falls a few minutes after its end. */
  private static final int GRACE_PERIODS = 3;

  private final Measurement measurement;

  /**
   * @param planted in the order of their start
   */
  PlantedAnomalies(List<LabelledWindow> planted) {
    measurement =
        new Measurement(
            IntStream.range(0, planted.size()).mapToObj(i -> label(i + 1, planted.get(i))).toList(),
            GRACE_PERIODS);
  }

  private static Label label(int line, LabelledWindow window) {
    return new Label(
        line,
        window.start().toEpochMilli(),
        window.end().toEpochMilli(),
        null,
        null,
        Map.of("product_name", window.productName()),
        window.kind().label());
  }

  /** Takes note of a decision. */
  void decision(Decision decision) {
    measurement.decision(decision);
  }

  /** How many of each kind have been found. */
  List<String> lines(Style style) {
    Quality quality = measurement.quality();
    Map<String, Windows> byKind =
        quality.byKind().stream()
            .collect(Collectors.toMap(KindQuality::kind, KindQuality::windows));
    Table table = new Table("lrl");
    for (AnomalyKind kind : AnomalyKind.values()) {
      Windows windows = byKind.get(kind.label());
      table.row("  " + kind.label(), windows.found() + " of " + windows.counted(), meaning(kind));
    }
    Windows all = quality.totals().windows();
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("found " + all.found() + " of " + all.counted() + " planted anomalies"));
    lines.addAll(table.lines());
    lines.add("  anomalies where none was planted: " + quality.totals().alerts().wrong());
    return lines;
  }

  private static String meaning(AnomalyKind kind) {
    return switch (kind) {
      case SPIKE -> "several times the usual sales";
      case DROP -> "nearly no sales";
      case OUTAGE -> "no record at all";
      case CONTEXT -> "another hour's usual sales: odd only to who knows the rhythm of the day";
    };
  }
}
