package io.anomalystack.local.backtest;

import io.anomalystack.local.quality.Comparison;
import io.anomalystack.local.quality.Delay;
import io.anomalystack.local.quality.KindQuality;
import io.anomalystack.local.quality.SeriesChange;
import io.anomalystack.local.quality.SeriesQuality;
import io.anomalystack.local.quality.Totals;
import io.anomalystack.local.quality.WindowResult;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.report.Ratios;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.config.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Two runs side by side on the terminal.
 *
 * @param comparison of the two
 * @param first what to call the first run
 * @param second what to call the second run
 */
record ComparisonLines(Comparison comparison, String first, String second) {
  private static final int MOST_SERIES = 20;
  private static final int MOST_WINDOWS = 10;

  List<String> lines(Style style) {
    Lines lines = new Lines(style);
    totals(lines);
    kinds(lines);
    series(lines);
    windows(lines, first, comparison.onlyFirst());
    windows(lines, second, comparison.onlySecond());
    return lines.all();
  }

  private void totals(Lines lines) {
    Totals before = comparison.first().totals();
    Totals after = comparison.second().totals();
    Table table = new Table("lrrr").row("", first, second, "change");
    ratio(table, "precision", before.precision(), after.precision());
    ratio(table, "recall", before.recall(), after.recall());
    ratio(table, "F1", before.f1(), after.f1());
    count(table, "alerts", before.alerts().alerts(), after.alerts().alerts());
    count(table, "false alarms", before.alerts().wrong(), after.alerts().wrong());
    table.row(
        "windows found",
        Texts.found(before.windows()),
        Texts.found(after.windows()),
        signed(after.windows().found() - before.windows().found()));
    duration(table, "median delay", before.delay(), after.delay(), Delay::median);
    duration(table, "worst delay", before.delay(), after.delay(), Delay::worst);
    table.row(
        "alerts a day",
        Texts.decimal(before.alertsPerDay()),
        Texts.decimal(after.alertsPerDay()),
        difference(before.alertsPerDay(), after.alertsPerDay(), "%+.1f"));
    lines
        .title(
            "quality, held against "
                + Numbers.counted(comparison.first().windows().size(), "labelled window"))
        .tableWithHeader(table.lines());
  }

  private static void ratio(Table table, String name, OptionalDouble before, OptionalDouble after) {
    table.row(name, Ratios.text(before), Ratios.text(after), difference(before, after, "%+.3f"));
  }

  private static void count(Table table, String name, long before, long after) {
    table.row(name, Numbers.count(before), Numbers.count(after), signed(after - before));
  }

  private static void duration(
      Table table,
      String name,
      Optional<Delay> before,
      Optional<Delay> after,
      Function<Delay, Duration> part) {
    Optional<Duration> one = before.map(part);
    Optional<Duration> other = after.map(part);
    table.row(
        name,
        one.map(DurationText::format).orElse(Ratios.UNKNOWN),
        other.map(DurationText::format).orElse(Ratios.UNKNOWN),
        one.isEmpty() || other.isEmpty() ? Ratios.UNKNOWN : signed(other.get().minus(one.get())));
  }

  private static String difference(OptionalDouble before, OptionalDouble after, String format) {
    return before.isEmpty() || after.isEmpty()
        ? Ratios.UNKNOWN
        : String.format(Locale.ROOT, format, after.getAsDouble() - before.getAsDouble());
  }

  private static String signed(long change) {
    return change == 0 ? "0" : String.format(Locale.ROOT, "%+,d", change);
  }

  private static String signed(Duration change) {
    return change.isZero()
        ? "0"
        : (change.isNegative() ? "-" : "+") + DurationText.format(change.abs());
  }

  private void kinds(Lines lines) {
    if (comparison.first().byKind().stream().allMatch(kind -> kind.kind().isEmpty())) {
      return;
    }
    Map<String, KindQuality> after =
        comparison.second().byKind().stream()
            .collect(Collectors.toMap(KindQuality::kind, Function.identity()));
    Table table = new Table("lrrr").row("kind, windows found", first, second, "change");
    for (KindQuality kind : comparison.first().byKind()) {
      KindQuality other = after.get(kind.kind());
      table.row(
          Texts.kind(kind.kind()),
          Texts.found(kind.windows()),
          Texts.found(other.windows()),
          signed(other.windows().found() - kind.windows().found()));
    }
    lines.title("by kind").tableWithHeader(table.lines());
  }

  private void series(Lines lines) {
    List<SeriesChange> changed = comparison.changed();
    if (changed.isEmpty()) {
      lines.title("no series has other false alarms or found windows");
      return;
    }
    Table table = new Table("llrr").row("measure", "series", "false alarms", "windows found");
    for (SeriesChange change : changed.subList(0, Math.min(MOST_SERIES, changed.size()))) {
      table.row(
          change.series().measure(),
          change.series().dimensionText(),
          change(change, series -> Numbers.count(series.alerts().wrong())),
          change(change, series -> Texts.found(series.windows())));
    }
    lines.title("series that changed").tableWithHeader(table.lines());
    lines.more(changed.size() - MOST_SERIES);
  }

  private static String change(SeriesChange change, Function<SeriesQuality, String> cell) {
    return Optional.ofNullable(change.first()).map(cell).orElse(Ratios.UNKNOWN)
        + " → "
        + Optional.ofNullable(change.second()).map(cell).orElse(Ratios.UNKNOWN);
  }

  private static void windows(Lines lines, String run, List<WindowResult> windows) {
    if (windows.isEmpty()) {
      return;
    }
    Table table = new Table("llll").row("start (UTC)", "kind", "series", "delay");
    for (WindowResult window : windows.subList(0, Math.min(MOST_WINDOWS, windows.size()))) {
      table.row(
          Numbers.time(window.label().start()),
          Texts.kind(window.label().kind()),
          Texts.place(window.label()),
          DurationText.format(window.hit().delay()));
    }
    lines.title("found only by " + run).tableWithHeader(table.lines());
    lines.more(windows.size() - MOST_WINDOWS);
  }
}
