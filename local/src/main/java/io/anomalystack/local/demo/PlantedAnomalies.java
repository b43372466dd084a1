package io.anomalystack.local.demo;

import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.testdata.AnomalyKind;
import io.anomalystack.testdata.LabelledWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of the anomalies that were planted in the stream have been found. */
final class PlantedAnomalies {
  /** An anomaly is found, too, where the verdict falls a few minutes after its end. */
  private static final Duration GRACE = Duration.ofMinutes(3);

  private final List<LabelledWindow> planted;
  private final Set<LabelledWindow> found = new HashSet<>();
  private int elsewhere;

  PlantedAnomalies(List<LabelledWindow> planted) {
    this.planted = planted;
  }

  /** Takes note of a decision. */
  void decision(Decision decision) {
    if (decision.anomalyDecision() == 0) {
      return;
    }
    List<LabelledWindow> windows = planted.stream().filter(w -> explains(w, decision)).toList();
    found.addAll(windows);
    elsewhere += windows.isEmpty() ? 1 : 0;
  }

  private static boolean explains(LabelledWindow window, Decision decision) {
    Instant start = Instant.ofEpochMilli(decision.detectionPeriodStart());
    return decision.dimensionList().contains(new Dimension("product_name", window.productName()))
        && !start.isBefore(window.start())
        && start.isBefore(window.end().plus(GRACE));
  }

  /** How many of each kind have been found. */
  List<String> lines(Style style) {
    Table table = new Table("lrl");
    for (AnomalyKind kind : AnomalyKind.values()) {
      table.row("  " + kind.label(), found(kind) + " of " + planted(kind), meaning(kind));
    }
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("found " + found.size() + " of " + planted.size() + " planted anomalies"));
    lines.addAll(table.lines());
    lines.add("  anomalies where none was planted: " + elsewhere);
    return lines;
  }

  private long found(AnomalyKind kind) {
    return found.stream().filter(window -> window.kind() == kind).count();
  }

  private long planted(AnomalyKind kind) {
    return planted.stream().filter(window -> window.kind() == kind).count();
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
