package io.anomalystack.local.replay;

import io.anomalystack.job.files.InputFormat;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.FileArguments;
import io.anomalystack.model.detector.Detector;
import java.time.Instant;
import java.util.List;

/**
 * What a user wants replayed.
 *
 * @param detectorFile where the detectors come from
 * @param detectors those of the topic that the input stands for
 * @param input a file, or {@code -}
 * @param format null to go by the input's name
 * @param output a file, or {@code -}, or null for nowhere
 * @param lake a directory, or null for none
 * @param alerts a file, or {@code -}, or null for nowhere
 * @param remedies a file, or {@code -}, or null for nowhere
 * @param rejected a file, or {@code -}, or null for nowhere
 * @param parallelism how many tasks share the work
 * @param now what to take for the time of day
 */
public record ReplayRequest(
    String detectorFile,
    List<Detector> detectors,
    String input,
    InputFormat format,
    String output,
    String lake,
    String alerts,
    String remedies,
    String rejected,
    int parallelism,
    Instant now) {
  /** Says what is wrong with the first name that cannot be used. */
  void check() throws UsageException {
    if (output == null && lake == null && alerts == null && remedies == null) {
      throw new UsageException(
          "say where the decisions go: --output FILE, --lake DIRECTORY, or both");
    }
    if (LakeDirectory.isLake(input)) {
      throw new UsageException(
          "--input: is a lake, where all is decided already: "
              + input
              + "; 'anomaly backtest --input' holds its decisions against labels, and with 'history:"
              + " {lake: …}' a detector's models learn from it");
    }
    files().check();
    LakeDirectory.checkWritable("--lake", lake);
  }

  FileArguments files() {
    return new FileArguments()
        .input("--detectors", detectorFile)
        .input("--input", input)
        .output("--output", output)
        .output("--alerts", alerts)
        .output("--remedies", remedies)
        .output("--rejected", rejected);
  }
}
