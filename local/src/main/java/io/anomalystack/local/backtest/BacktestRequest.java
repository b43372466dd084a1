package io.anomalystack.local.backtest;

import io.anomalystack.job.files.InputFormat;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.FileArguments;
import io.anomalystack.local.replay.LakeDirectory;
import java.time.Instant;
import java.util.List;

/**
 * What a user wants measured.
 *
 * @param candidates one, or two to compare
 * @param input a file of records, or {@code -}; or a lake, whose decisions are measured as they are
 * @param format null to go by the input's name
 * @param days of a lake
 * @param labels a file
 * @param grace how many periods behind a window's end still belong to it
 * @param gates for the last candidate
 * @param outputs what is written, and where
 * @param parallelism how many tasks share the work
 * @param now what to take for the time of day
 */
public record BacktestRequest(
    List<Candidate> candidates,
    String input,
    InputFormat format,
    Days days,
    String labels,
    int grace,
    Gates gates,
    BacktestOutputs outputs,
    int parallelism,
    Instant now) {

  /** Whether the decisions are made already. */
  boolean readsLake() {
    return LakeDirectory.isDirectory(input);
  }

  /** Says what is wrong with the first name that cannot be used, or setting that is of no use. */
  void check() throws UsageException {
    if (readsLake()) {
      checkLake();
    } else if (!days.all()) {
      throw new UsageException(
          "--since and --until: only for a lake as --input; a file is decided as a whole");
    }
    files().check();
    LakeDirectory.checkWritable("--lake", outputs.lake());
  }

  private void checkLake() throws UsageException {
    if (!LakeDirectory.isLake(input)) {
      throw new UsageException(
          "--input: is a directory, but no lake, which holds decisions/date=…/: " + input);
    }
    if (outputs.lake() != null) {
      throw new UsageException(
          "--lake: not with a lake as --input, of which nothing is decided anew");
    }
    if (format != null) {
      throw new UsageException("--format: not with a lake as --input, which is Parquet");
    }
    days.check();
  }

  FileArguments files() {
    FileArguments files = new FileArguments();
    candidates.forEach(candidate -> files.input("--detectors", candidate.file()));
    if (!readsLake()) {
      files.input("--input", input);
    }
    return files
        .input("--labels", labels)
        .output("--json", outputs.json())
        .output("--html", outputs.html())
        .output("--decisions", outputs.decisions());
  }
}
