package io.anomalystack.local.replay;

import io.anomalystack.lake.LakeLayout;
import io.anomalystack.lake.LakeReader;
import io.anomalystack.lake.LakeWriter;
import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lake that a run's decisions go to: they appear there when all is decided, file by file, and
 * take the place of those of the same run before.
 */
public final class DecisionLake implements Taker<Decision>, AutoCloseable {
  private final Path lake;
  private final String run;
  private final boolean wasThere;
  private final LakeWriter writer;
  private boolean complete;

  private DecisionLake(Path lake, String run, boolean wasThere, LakeWriter writer) {
    this.lake = lake;
    this.run = run;
    this.wasThere = wasThere;
    this.writer = writer;
  }

  /**
   * The lake that a user names.
   *
   * @param option by which it is named
   * @param name a directory, which is made if there is none; null, and what is written is lost
   * @param detectors what decides
   * @param input on what
   */
  public static DecisionLake named(
      String option, String name, List<Detector> detectors, ReplayInput input)
      throws IOException, UsageException {
    if (name == null) {
      return new DecisionLake(null, null, true, null);
    }
    Path lake = Path.of(name).toAbsolutePath();
    String run = RunName.of(detectors, input);
    boolean wasThere = Files.exists(lake);
    try {
      return new DecisionLake(lake, run, wasThere, new LakeWriter(lake, run));
    } catch (IOException e) {
      throw new UsageException(option + ": cannot be written: " + Reasons.of(e));
    }
  }

  @Override
  public void take(Decision decision) throws IOException {
    if (writer != null) {
      writer.write(decision);
    }
  }

  /** Says that all is written; returns what went where, a line each. */
  public List<String> complete() throws IOException {
    if (writer == null) {
      return List.of();
    }
    writer.complete();
    complete = true;
    long files =
        LakeReader.of(lake).files().stream()
            .filter(file -> file.getFileName().toString().startsWith(run + "-"))
            .count();
    return List.of(
        "%s in the lake %s: %s, %s/date=…/%s-*%s"
            .formatted(
                Numbers.counted(writer.rows(), "decision"),
                lake,
                Numbers.counted(files, "file"),
                LakeLayout.TABLE,
                run,
                LakeLayout.SUFFIX));
  }

  /** Removes what is not complete. */
  @Override
  public void close() throws IOException {
    if (writer == null) {
      return;
    }
    writer.close();
    if (!complete && !wasThere) {
      removeEmpty(lake);
    }
  }

  /** Removes the directories that the writer made, unless somebody else put something in. */
  private static void removeEmpty(Path directory) throws IOException {
    try (var entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path entry : entries) {
        removeEmpty(entry);
      }
    }
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException notOurs) {
      // Stays.
    }
  }
}
