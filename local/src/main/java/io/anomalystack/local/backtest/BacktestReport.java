package io.anomalystack.local.backtest;

import io.anomalystack.local.labels.Labels;
import io.anomalystack.local.quality.Comparison;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Terminal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person reads of a backtest.
 *
 * @param request what was measured
 * @param labels against what
 * @param results of each candidate
 * @param written what went into a lake, a line each
 */
record BacktestReport(
    BacktestRequest request, Labels labels, List<CandidateResult> results, List<String> written) {
  /** Prints to standard output, or, where data goes there, to standard error. */
  void print(Terminal terminal) {
    boolean dataOnOut = request.files().writeToStandardOutput();
    PrintStream out = dataOnOut ? terminal.err() : terminal.out();
    lines(dataOnOut ? terminal.errStyle() : terminal.outStyle()).forEach(out::println);
  }

  private List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    boolean several = results.size() > 1;
    for (CandidateResult result : results) {
      if (several) {
        lines.add(style.bold(result.candidate().file()));
      }
      lines.addAll(result.origin().lines());
    }
    lines.addAll(written);
    lines.addAll(labelNotes());
    lines.add("");
    lines.addAll(several ? comparison(style) : single(style));
    lines.add("");
    lines.add(
        request.outputs().html() == null
            ? "--html FILE draws each series, with its windows and alerts"
            : "the page is in " + request.outputs().html() + ": open it in a browser");
    return lines;
  }

  private List<String> labelNotes() {
    List<String> notes = new ArrayList<>();
    if (!labels.ignored().isEmpty()) {
      notes.add(
          "labels: no dimension of a detector, so of no use: column "
              + String.join(", ", labels.ignored()));
    }
    if (labels.duplicates() > 0) {
      notes.add(
          "labels: left out "
              + Numbers.counted(labels.duplicates(), "line")
              + " that said what another had said");
    }
    return notes;
  }

  private List<String> single(Style style) {
    return new QualityLines(results.get(0).quality(), request.grace()).lines(style);
  }

  private List<String> comparison(Style style) {
    String first = results.get(0).candidate().file();
    String second = results.get(1).candidate().file();
    String firstName = Path.of(first).getFileName().toString();
    String secondName = Path.of(second).getFileName().toString();
    boolean distinct = !firstName.equals(secondName);
    return new ComparisonLines(
            Comparison.of(results.get(0).quality(), results.get(1).quality()),
            distinct ? firstName : first,
            distinct ? secondName : second)
        .lines(style);
  }
}
