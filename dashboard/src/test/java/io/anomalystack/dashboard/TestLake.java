package io.anomalystack.dashboard;

import io.anomalystack.lake.LakeWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A lake that a test fills.
 *
 * @param folder where it is
 */
public record TestLake(Path folder) {
  /** Writes decisions into files of their own; those of an earlier run of this name go. */
  public void write(String name, DecisionBuilder... decisions) throws IOException {
    write(name, Arrays.asList(decisions));
  }

  /** Writes decisions into files of their own; those of an earlier run of this name go. */
  public void write(String name, List<DecisionBuilder> decisions) throws IOException {
    try (LakeWriter writer = new LakeWriter(folder, name)) {
      for (DecisionBuilder decision : decisions) {
        writer.write(decision.build());
      }
      writer.complete();
    }
  }
}
