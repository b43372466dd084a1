package io.anomalystack.local.replay;

import io.anomalystack.job.files.InputFormat;
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
 * @param output a file, or {@code -}
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
    String rejected,
    int parallelism,
    Instant now) {
  FileArguments files() {
    return new FileArguments()
        .input("--detectors", detectorFile)
        .input("--input", input)
        .output("--output", output)
        .output("--rejected", rejected);
  }
}
