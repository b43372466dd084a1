package io.anomalystack.local.backtest;

import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.report.Tally;
import io.anomalystack.local.terminal.Table;
import java.time.LocalDate;
import java.util.List;

/**
 * Decisions that a lake held.
 *
 * @param lake as the user names it
 * @param tally of the decisions
 * @param repeated how many were there once more
 * @param days how many days had any
 * @param first the first of the days
 * @param last the last of the days
 */
record DecidedBefore(
    String lake, Tally tally, long repeated, int days, LocalDate first, LocalDate last)
    implements Origin {
  private static final String INDENT = "  ";

  @Override
  public List<String> lines() {
    Table counts =
        new Table("lrl")
            .row(
                "decisions",
                Numbers.count(tally.decisions()),
                "as they were made: from the lake " + lake);
    if (repeated > 0) {
      counts.row("repeated", Numbers.count(repeated), "counted once");
    }
    counts
        .row("days", Numbers.count(days), first + " to " + last + " UTC")
        .row("time series", Numbers.count(tally.series()), "")
        .row(
            "anomalies",
            Numbers.count(tally.anomalies()),
            Numbers.share(tally.anomalies(), tally.decisions()) + " of the decisions");
    return counts.lines().stream().map(line -> INDENT + line).toList();
  }

  @Override
  public String name() {
    return "lake";
  }

  @Override
  public Long records() {
    return null;
  }

  @Override
  public Long rejections() {
    return null;
  }
}
