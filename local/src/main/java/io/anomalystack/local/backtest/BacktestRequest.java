package io.anomalystack.local.backtest;

import io.anomalystack.job.files.InputFormat;
import io.anomalystack.local.files.FileArguments;
import java.time.Instant;
import java.util.List;

/**
 * What a user wants measured.
 *
 * @param candidates one, or two to compare
 * @param input a file, or {@code -}
 * @param format null to go by the input's name
 * @param labels a file
 * @param grace how many periods behind a window's end still belong to it
 * @param gates for the last candidate
 * @param json where results go for programs: a file, or {@code -}, or null for nowhere
 * @param html where the page goes: a file, or {@code -}, or null for nowhere
 * @param decisions where the last candidate's decisions go: a file, or {@code -}, or null for
 *     nowhere
 * @param parallelism how many tasks share the work
 * @param now what to take for the time of day
 */
public record BacktestRequest(
    List<Candidate> candidates,
    String input,
    InputFormat format,
    String labels,
    int grace,
    Gates gates,
    String json,
    String html,
    String decisions,
    int parallelism,
    Instant now) {

  FileArguments files() {
    FileArguments files = new FileArguments();
    candidates.forEach(candidate -> files.input("--detectors", candidate.file()));
    return files
        .input("--input", input)
        .input("--labels", labels)
        .output("--json", json)
        .output("--html", html)
        .output("--decisions", decisions);
  }
}
