package io.anomalystack.local.report;

import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.change.DetectorChange;
import io.anomalystack.model.change.KeyChange;
import java.util.List;
import java.util.Locale;

/** What becomes of detectors, in columns: a line for each setting that differs. */
public final class ChangesTable {
  private ChangesTable() {}

  /** A header, and the lines of each detector. */
  public static List<String> lines(List<DetectorChange> changes) {
    Table table = new Table("lllll").row("detector", "setting", "from", "to", "what happens");
    for (DetectorChange change : changes) {
      if (change.keys().isEmpty()) {
        table.row(
            change.detector(),
            "(" + change.kind().name().toLowerCase(Locale.ROOT) + ")",
            "",
            "",
            change.consequence());
      }
      String name = change.detector();
      for (KeyChange key : change.keys()) {
        table.row(name, key.key(), key.before(), key.after(), key.consequence());
        name = "";
      }
    }
    return table.lines();
  }
}
