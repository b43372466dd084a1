package io.anomalystack.local.backtest;

import io.anomalystack.local.labels.Label;
import io.anomalystack.local.quality.Delay;
import io.anomalystack.local.quality.KindQuality;
import io.anomalystack.local.quality.Outcome;
import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.quality.SeriesQuality;
import io.anomalystack.local.quality.Totals;
import io.anomalystack.local.quality.WindowResult;
import io.anomalystack.local.report.AnomalyTable;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.report.Ratios;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.Decision;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.text.ReadableNumber;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The quality of one run on the terminal.
 *
 * @param quality what to tell
 * @param grace how many periods behind a window's end still belong to it
 */
record QualityLines(Quality quality, int grace) {
  private static final int MOST_SERIES = 20;
  private static final int MOST_EXAMPLES = 10;

  List<String> lines(Style style) {
    Lines lines = new Lines(style);
    totals(lines);
    kinds(lines);
    series(lines);
    falseAlarms(lines);
    missed(lines);
    hint(lines);
    return lines.all();
  }

  private void totals(Lines lines) {
    Totals totals = quality.totals();
    Table table =
        new Table("lrl")
            .row(
                "precision",
                Ratios.text(totals.precision()),
                "%s of %s in a window, or at most %s behind it"
                    .formatted(
                        Numbers.count(totals.alerts().right()),
                        Numbers.counted(totals.alerts().alerts(), "alert"),
                        Numbers.counted(grace, "period")))
            .row(
                "recall",
                Ratios.text(totals.recall()),
                "%s of %s found"
                    .formatted(
                        Numbers.count(totals.windows().found()),
                        Numbers.counted(totals.windows().counted(), "window")))
            .row("F1", Ratios.text(totals.f1()), "")
            .row(
                "delay",
                Texts.median(totals.delay()),
                totals.delay().map(QualityLines::delay).orElse(""))
            .row(
                "alerts",
                Texts.decimal(totals.alertsPerDay()),
                "a day; %s per 1,000 of %s"
                    .formatted(
                        Texts.decimal(totals.alerts().perThousand()),
                        Numbers.counted(totals.alerts().decisions(), "decision")));
    notCounted(table, totals.learning(), "decision", "made while learning");
    notCounted(table, totals.windowsInLearning(), "window", "that ended while learning, or before");
    notCounted(table, totals.windowsOutside(), "window", "of a time without any decision");
    lines
        .title(
            "quality, held against " + Numbers.counted(quality.windows().size(), "labelled window"))
        .table(table);
  }

  private static void notCounted(Table table, long count, String noun, String what) {
    if (count > 0) {
      table.row("not counted", Numbers.count(count), noun + (count == 1 ? " " : "s ") + what);
    }
  }

  private static String delay(Delay delay) {
    return "in the median, %s; %s at worst, %s"
        .formatted(
            Texts.periods(delay.medianPeriods()),
            DurationText.format(delay.worst()),
            Texts.periods((double) delay.worstPeriods()));
  }

  private void kinds(Lines lines) {
    if (quality.byKind().stream().allMatch(kind -> kind.kind().isEmpty())) {
      return;
    }
    Table table = new Table("lrrr").row("kind", "windows found", "recall", "median delay");
    for (KindQuality kind : quality.byKind()) {
      table.row(
          Texts.kind(kind.kind()),
          Texts.found(kind.windows()),
          Ratios.text(kind.windows().recall()),
          Texts.median(kind.delay()));
    }
    lines.title("by kind").tableWithHeader(table.lines());
  }

  private void series(Lines lines) {
    List<SeriesQuality> all = quality.bySeries();
    if (all.size() < 2) {
      return;
    }
    Table table =
        new Table("lllrrrrrr")
            .row(
                "detector",
                "measure",
                "series",
                "decisions",
                "alerts",
                "right",
                "false",
                "windows found",
                "median delay");
    for (SeriesQuality series : all.subList(0, Math.min(MOST_SERIES, all.size()))) {
      table.row(
          series.series().detector(),
          series.series().measure(),
          series.series().dimensionText(),
          Numbers.count(series.alerts().decisions()),
          Numbers.count(series.alerts().alerts()),
          Numbers.count(series.alerts().right()),
          Numbers.count(series.alerts().wrong()),
          Texts.found(series.windows()),
          Texts.median(series.delay()));
    }
    lines.title("by series, worst first").tableWithHeader(table.lines());
    lines.more(all.size() - MOST_SERIES);
  }

  private void falseAlarms(Lines lines) {
    long all = quality.totals().alerts().wrong();
    if (all == 0) {
      return;
    }
    List<Decision> strongest =
        quality.falseAlarms().stream()
            .sorted(Comparator.comparingDouble(Decision::anomalyScore).reversed())
            .limit(MOST_EXAMPLES)
            .toList();
    lines
        .title(
            all > strongest.size()
                ? "the strongest of %s false alarms".formatted(Numbers.count(all))
                : "false alarms")
        .tableWithHeader(AnomalyTable.lines(strongest));
  }

  private void missed(Lines lines) {
    List<WindowResult> missed = quality.windows(Outcome.MISSED);
    if (missed.isEmpty()) {
      return;
    }
    Table table =
        new Table("llllr").row("start (UTC)", "length", "kind", "series", "greatest score");
    for (WindowResult window : missed.subList(0, Math.min(MOST_EXAMPLES, missed.size()))) {
      table.row(row(window));
    }
    lines.title("missed windows").tableWithHeader(table.lines());
    lines.more(missed.size() - MOST_EXAMPLES);
  }

  private static String[] row(WindowResult window) {
    Label label = window.label();
    return new String[] {
      Numbers.time(label.start()),
      DurationText.format(Duration.ofMillis(label.end() - label.start())),
      Texts.kind(label.kind()),
      Texts.place(label) + (window.series() == 0 ? " (no such series)" : ""),
      window.greatestScore().isEmpty()
          ? "no decision"
          : Numbers.score(window.greatestScore().getAsDouble())
    };
  }

  private void hint(Lines lines) {
    quality
        .hint()
        .ifPresent(
            hint ->
                lines
                    .title("hint, from the same data")
                    .line(
                        "with anomalyThreshold: %d in place of %s: precision %s, recall %s, F1 %s"
                            .formatted(
                                hint.threshold(),
                                ReadableNumber.of(hint.current()),
                                Ratios.text(hint.precision()),
                                Ratios.text(hint.recall()),
                                Ratios.text(hint.f1()))));
  }
}
