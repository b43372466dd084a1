package io.anomalystack.local.replay;

import io.anomalystack.local.report.Numbers;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyState;

/** What a replay's remedies come to. */
final class RemedyTally {
  private long wanted;
  private long dryRun;
  private long heldBack;

  /** Counts one. */
  void add(RemedyRecord remedy) {
    wanted += remedy.state() == RemedyState.HELD_BACK ? 0 : 1;
    dryRun += remedy.state() == RemedyState.DRY_RUN ? 1 : 0;
    heldBack += remedy.state() == RemedyState.HELD_BACK ? 1 : 0;
  }

  /** All in one line. */
  String line() {
    return "remedies: %s wanted, of these %s in a dry run; %s held back"
        .formatted(Numbers.count(wanted), Numbers.count(dryRun), Numbers.count(heldBack));
  }
}
