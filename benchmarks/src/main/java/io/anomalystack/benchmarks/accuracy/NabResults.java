package io.anomalystack.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes scores as NAB's own tools read them: {@code <detector>/<category>/<detector>_<file>.csv},
 * a row for each row of the data file, timestamp and value as it writes them. A detector's name
 * must not have an underscore: NAB takes what is behind it for the file's name.
 */
final class NabResults {
  private static final String HEADING = "timestamp,value,anomaly_score,label";

  private final Path folder;
  private final String detector;

  /**
   * Results of one detector.
   *
   * @param out the folder with all detectors' results
   */
  NabResults(Path out, String detector) {
    if (detector.contains("_")) {
      throw new IllegalArgumentException("detector: must have no underscore, was " + detector);
    }
    this.folder = out.resolve(detector);
    this.detector = detector;
  }

  /** Where they are. */
  Path folder() {
    return folder;
  }

  /**
   * Writes one file.
   *
   * @param scores of each row, 0 to 1
   */
  void write(NabFile file, double[] scores) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADING);
    for (int row = 0; row < scores.length; row++) {
      lines.add(file.rows().get(row) + "," + scores[row] + "," + label(file, row));
    }
    Path category = folder.resolve(file.category());
    Files.createDirectories(category);
    Files.write(category.resolve(detector + "_" + file.fileName()), lines);
  }

  private static int label(NabFile file, int row) {
    return file.series().windows().stream()
            .anyMatch(window -> row >= window.first() && row <= window.last())
        ? 1
        : 0;
  }
}
