package io.anomalystack.benchmarks.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one detector with one seed makes of all of NAB.
 *
 * @param sweep NAB's scores
 * @param atThreshold its alerts at the default threshold, after each file's probation
 * @param seconds that the scoring took, files side by side on all cores
 */
record NabRun(NabSweep sweep, AlertCount atThreshold, double seconds) {

  /** Scores all files and writes the results. */
  static NabRun of(Contender contender, long seed, List<NabFile> files, NabResults results) {
    Progress progress = new Progress(results.folder().getFileName().toString(), files.size());
    long start = System.nanoTime();
    List<double[]> scores =
        files.parallelStream()
            .map(
                file -> {
                  double[] ofFile = contender.scores(file.series(), seed);
                  progress.step();
                  return ofFile;
                })
            // NAB knows no learning, only a score that is not one.
            .map(ofFile -> Arrays.stream(ofFile).map(s -> Double.isNaN(s) ? 0 : s).toArray())
            .toList();
    double seconds = (System.nanoTime() - start) / 1e9;
    write(files, scores, results);
    List<LabelledSeries> corpus = files.stream().map(NabFile::series).toList();
    return new NabRun(new NabSweep(corpus, scores), alerts(corpus, scores), seconds);
  }

  private static void write(List<NabFile> files, List<double[]> scores, NabResults results) {
    try {
      for (int i = 0; i < files.size(); i++) {
        results.write(files.get(i), scores.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AlertCount alerts(List<LabelledSeries> corpus, List<double[]> scores) {
    return IntStream.range(0, corpus.size())
        .mapToObj(
            i -> {
              LabelledSeries series = corpus.get(i);
              int from = NabWorth.probation(series.rows());
              return AlertCount.of(scores.get(i), series.windows(), from, 0);
            })
        .reduce(AlertCount.NONE, AlertCount::plus);
  }

  /** The figures of the summary's columns. */
  double[] figures() {
    NabScore standard = sweep.best(NabProfile.STANDARD);
    return new double[] {
      standard.score(),
      sweep.best(NabProfile.REWARD_LOW_FP).score(),
      sweep.best(NabProfile.REWARD_LOW_FN).score(),
      100 * standard.threshold(),
      sweep.above(Contender.THRESHOLD, NabProfile.STANDARD),
      atThreshold.perThousand(),
      atThreshold.wrongPerThousand(),
      100 * atThreshold.recall(),
      seconds
    };
  }
}
