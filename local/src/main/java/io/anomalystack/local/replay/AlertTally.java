package io.anomalystack.local.replay;

import io.anomalystack.local.report.Numbers;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;

/** What a replay's alerts come to. */
final class AlertTally {
  private long incidents;
  private long alerts;
  private long updates;

  /** Counts one. */
  void add(Alert alert) {
    alerts++;
    incidents += alert.state() == AlertState.OPENED ? 1 : 0;
    updates += alert.state() == AlertState.UPDATED ? 1 : 0;
  }

  /** All in one line. */
  String line() {
    return "%s, %s, of these %s"
        .formatted(
            Numbers.counted(incidents, "incident"),
            Numbers.counted(alerts, "alert"),
            Numbers.counted(updates, "update"));
  }
}
