package io.anomalystack.benchmarks.accuracy;

import io.anomalystack.testdata.AnomalyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/run anybooks}. */
@Command(
    name = "benchmarks/run anybooks",
    header =
        "Planted anomalies that are found in AnyBooks streams, and alerts after a level shift.",
    description = {
      "%nSix days of sales by minute and product, two products to a stream. The first two days do"
          + " not count. As ./anomaly backtest counts: an alert is right in a labelled window or up"
          + " to three periods behind it, which is the precision; a window is found by one right"
          + " alert, which is the recall, also by kind of anomaly: found/planted.",
      "",
      "Then series whose level shifts once, by so many standard deviations of their noise: alerts in"
          + " the 200 points since the shift, the mean of the seeds and the most.",
      ""
    })
public final class AnyBooksBenchmark implements Callable<Integer> {
  private static final Duration LENGTH = Duration.ofDays(6);
  private static final int LEARNED = (int) Duration.ofDays(2).toMinutes();
  private static final int GRACE = 3;

  /** The streams have names of their own, and their models seeds. */
  private static final int MODELS = 1;

  @Parameters(
      arity = "0..1",
      paramLabel = "seeds",
      defaultValue = "5",
      description = "Streams, and series of each kind of shift; ${DEFAULT-VALUE} by default.")
  int seeds;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "1001",
      description =
          "The first seed, the others follow it; ${DEFAULT-VALUE} by default. Fresh ones show"
              + " whether a detector was tuned to those that it was developed with.")
  long first;

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) {
    System.exit(BenchmarkCommand.of(new AnyBooksBenchmark()).execute(args));
  }

  @Override
  public Integer call() {
    long[] all = LongStream.range(first, first + seeds).toArray();
    planted(all).print(System.out);
    System.out.println();
    shifts(all).print(System.out);
    return CommandLine.ExitCode.OK;
  }

  private static Table planted(long[] seeds) {
    List<LabelledSeries> streams =
        LongStream.of(seeds)
            .boxed()
            .flatMap(seed -> AnyBooksSeries.of(seed, LENGTH).stream())
            .toList();
    List<String> headings = new ArrayList<>(List.of("detector", "precision", "recall"));
    for (AnomalyKind kind : AnomalyKind.values()) {
      headings.add(kind.label());
    }
    headings.add("false/1,000");
    Table table = new Table(headings.toArray(String[]::new));
    for (Contender contender : Contender.values()) {
      Progress progress = new Progress("AnyBooks, " + contender.label(), streams.size());
      List<double[]> scores =
          streams.parallelStream()
              .map(
                  series -> {
                    double[] ofSeries = contender.scores(series, MODELS);
                    progress.step();
                    return ofSeries;
                  })
              .toList();
      AlertCount total = count(streams, scores, window -> true);
      List<Object> cells =
          new ArrayList<>(List.of(contender.label(), total.precision(), total.recall()));
      for (AnomalyKind kind : AnomalyKind.values()) {
        AlertCount ofKind = count(streams, scores, window -> window.kind().equals(kind.label()));
        cells.add(ofKind.found() + "/" + ofKind.windows());
      }
      cells.add(total.wrongPerThousand());
      table.row(3, cells.toArray());
    }
    return table;
  }

  /** Counts all streams' alerts, looking at these windows alone. */
  private static AlertCount count(
      List<LabelledSeries> streams, List<double[]> scores, Predicate<Window> kind) {
    return IntStream.range(0, streams.size())
        .mapToObj(
            i -> {
              List<Window> windows = streams.get(i).windows().stream().filter(kind).toList();
              return AlertCount.of(scores.get(i), windows, LEARNED, GRACE);
            })
        .reduce(AlertCount.NONE, AlertCount::plus);
  }

  private static Table shifts(long[] seeds) {
    Table table = new Table("shift", "default", "most", "bare", "most", "zscore", "most");
    for (LevelShift shift : LevelShift.values()) {
      List<Object> cells = new ArrayList<>(List.of(shift.label()));
      for (Contender contender : Contender.values()) {
        var alerts =
            LongStream.of(seeds)
                .parallel()
                .map(seed -> shift.alerts(contender, seed))
                .summaryStatistics();
        cells.add(alerts.getAverage());
        cells.add(alerts.getMax());
      }
      table.row(1, cells.toArray());
    }
    return table;
  }
}
