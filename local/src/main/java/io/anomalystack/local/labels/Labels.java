package io.anomalystack.local.labels;

import java.util.List;

/**
 * What a labels file says.
 *
 * @param windows in the order of their start, each but once
 * @param duplicates how many lines said what another had said
 * @param ignored the columns that are of no use, as they are no dimension of any detector
 */
public record Labels(List<Label> windows, int duplicates, List<String> ignored) {
  /** Copies both lists. */
  public Labels {
    windows = List.copyOf(windows);
    ignored = List.copyOf(ignored);
  }
}
