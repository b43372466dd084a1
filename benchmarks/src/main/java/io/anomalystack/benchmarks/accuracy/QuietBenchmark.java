package io.anomalystack.benchmarks.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/run quiet}. */
@Command(
    name = "benchmarks/run quiet",
    header = "False alarms on synthetic series in which nothing is wrong.",
    description = {
      "%nAlerts in a thousand scored points with the default threshold of 70, by kind of series:"
          + " ours, the bare forest's with a grade above 0.7, and the z-score's beyond 3 sigma."
          + " 'outside %%' is the share of values after the first 1,000 that are not within"
          + " lowerBound..upperBound, which should be about 5; less where equal values are usual.",
      ""
    })
public final class QuietBenchmark implements Callable<Integer> {
  private static final List<ToDoubleFunction<QuietRun>> COLUMNS =
      List.of(
          run -> run.alerts().perThousand(),
          QuietRun::outsidePercent,
          run -> run.bare().perThousand(),
          run -> run.zScore().perThousand());

  @Parameters(
      arity = "0..1",
      paramLabel = "seeds",
      defaultValue = "2",
      description = "Series of each kind, ${DEFAULT-VALUE} by default; each has 4,000 points.")
  int seeds;

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) {
    System.exit(BenchmarkCommand.of(new QuietBenchmark()).execute(args));
  }

  @Override
  public Integer call() {
    List<QuietSeries> kinds = List.of(QuietSeries.values());
    Progress progress = new Progress("quiet", kinds.size());
    List<QuietRun> runs =
        kinds.parallelStream()
            .map(
                kind -> {
                  QuietRun run = QuietRun.of(kind, seeds);
                  progress.step();
                  return run;
                })
            .toList();
    double[][] columns =
        COLUMNS.stream()
            .map(column -> runs.stream().mapToDouble(column).toArray())
            .toArray(double[][]::new);
    Table table = new Table("kind", "default/1,000", "outside %", "bare/1,000", "zscore/1,000");
    for (int i = 0; i < kinds.size(); i++) {
      int kind = i;
      row(table, kinds.get(kind).label(), columns, figures -> figures[kind]);
    }
    row(table, "mean", columns, figures -> Arrays.stream(figures).average().orElseThrow());
    row(table, "maximum", columns, figures -> Arrays.stream(figures).max().orElseThrow());
    table.print(System.out);
    return CommandLine.ExitCode.OK;
  }

  private static void row(
      Table table, String label, double[][] columns, ToDoubleFunction<double[]> figure) {
    Object[] cells = new Object[columns.length + 1];
    cells[0] = label;
    for (int i = 0; i < columns.length; i++) {
      cells[i + 1] = figure.applyAsDouble(columns[i]);
    }
    table.row(2, cells);
  }
}
