package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.lake.Row;
import io.anomalystack.model.Findings;
import io.anomalystack.model.FindingsJson;
import java.sql.SQLException;
import java.util.List;

/** What was found of a decision beside its score, as the lake's columns have it. */
final class FindingsColumns {
  private FindingsColumns() {}

  /** The findings of a row; of their denominator nothing is asked. */
  static Findings findings(Row row) throws SQLException {
    Double step = row.numberOrNull("step");
    String rules = row.text("rule_results");
    String peer = row.text("peer");
    return new Findings(
        step == null ? null : step.longValue(),
        rules == null ? List.of() : FindingsJson.readRuleResults(rules),
        peer == null ? null : FindingsJson.readPeer(peer),
        null);
  }
}
