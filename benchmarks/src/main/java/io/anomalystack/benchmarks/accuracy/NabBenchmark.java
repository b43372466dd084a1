package io.anomalystack.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/run nab}. */
@Command(
    name = "benchmarks/run nab",
    header = "Runs detectors over all of NAB, each online and with one setting for all files.",
    description = {
      "%nRows go to a detector as points in the file's order, with the median time step as the"
          + " period; it learns nothing else of a file. Results are written as NAB's own scorer"
          + " reads them.",
      "",
      "standard, low FP, low FN: NAB's scores, 100 for a perfect detector and 0 for one that never"
          + " alerts, each with the threshold that is best for it; 'best' is that of standard, on"
          + " the scale of 0 to 100.",
      "at 70: the standard score with the default threshold. The columns behind it are for that"
          + " threshold, too: alerts and false alarms in a thousand points after the files'"
          + " probation, and percent of the labelled windows found.",
      "Seeds move the scores by up to 4: look at the mean of three at least.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  git clone https://github.com/numenta/NAB",
      "  benchmarks/run nab NAB --out results",
      "  # and, with NAB's Python scorer: its name for what lies in results/default-s1 is default-s1"
    },
    sortOptions = false)
public final class NabBenchmark implements Callable<Integer> {
  private static final String[] HEADINGS = {
    "detector",
    "seed",
    "standard",
    "low FP",
    "low FN",
    "best",
    "at 70",
    "alerts/1,000",
    "false/1,000",
    "found %",
    "seconds"
  };

  @Parameters(paramLabel = "DIR", description = "A checkout of NAB, or a corpus laid out like it.")
  Path corpus;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "${sys:benchmarks.target:-target}/nab",
      description =
          "Where results go, as <detector>-s<seed>/<category>/<detector>-s<seed>_<file>.csv; by"
              + " default ${DEFAULT-VALUE}.")
  Path out;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2,3",
      description =
          "A run for each; by default ${DEFAULT-VALUE}. One for what has no chance in it.")
  List<Long> seeds;

  @Option(
      names = "--detectors",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "default,bare,zscore",
      description =
          "Which ones: default is ours without any setting, bare the library's forest as OpenSearch"
              + " sets it, zscore a rolling z-score over 100 values; by default all.")
  List<Contender> contenders;

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) {
    System.exit(BenchmarkCommand.of(new NabBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<NabFile> files = NabCorpus.read(corpus);
    Table table = new Table(HEADINGS);
    for (Contender contender : contenders) {
      List<double[]> runs = new ArrayList<>();
      for (long seed : contender.runs(seeds)) {
        NabResults results = new NabResults(out, contender.label() + "-s" + seed);
        double[] figures = NabRun.of(contender, seed, files, results).figures();
        runs.add(figures);
        row(table, contender, Long.toString(seed), figures);
      }
      if (runs.size() > 1) {
        row(table, contender, "mean", mean(runs));
      }
    }
    table.print(System.out);
    System.out.printf("%d files of %s; results in %s%n", files.size(), corpus, out);
    return CommandLine.ExitCode.OK;
  }

  private static void row(Table table, Contender contender, String seed, double[] figures) {
    Stream<Object> cells =
        Stream.concat(Stream.of(contender.label(), seed), Arrays.stream(figures).boxed());
    table.row(1, cells.toArray());
  }

  private static double[] mean(List<double[]> runs) {
    return IntStream.range(0, runs.get(0).length)
        .mapToDouble(i -> runs.stream().mapToDouble(run -> run[i]).average().orElseThrow())
        .toArray();
  }
}
