/* What rules and peers say of the point under the cursor, as a table. */

import {byId, element, fillTable, setText} from "./dom.js";
import {count, counted, near, number, score, UNKNOWN} from "./format.js";

/** Shows it where the series has anything of the kind at all. */
export function showFindings(points, index) {
  const frame = byId("findings");
  frame.hidden = !points.hasFindings;
  if (frame.hidden) {
    return;
  }
  const rows = [...points.ruleResults(index).map(ruleRow), ...peerRows(points, index)];
  setText(byId("findings-none"), rows.length === 0 ? "No rule is violated at this point." : "");
  byId("findings-table").hidden = rows.length === 0;
  fillTable(byId("findings-table"), "Rules that the point violates, and how it compares with its peers", [
    {title: "Finding", cell: row => row.name},
    {title: "Value", number: true, cell: row => row.value},
    {title: "Against", number: true, cell: row => row.against},
    {title: "Baseline", number: true, cell: row => row.baseline},
    {title: "Evidence", cell: row => row.evidence},
    {title: "Says", cell: row => row.says},
  ], rows);
}

function ruleRow(rule) {
  const says = element("span");
  says.append(rule.breached
      ? element("span", (rule.alert ? "▼ breached, " : "▽ noted, ") + rule.severity, rule.alert ? "level" : "muted")
      : element("span", "not enough evidence yet", "muted"));
  if (rule.detail) {
    says.append(": ", element("bdi", rule.detail));
  }
  return {
    name: element("bdi", rule.name),
    value: near(rule.value, Math.abs(rule.value - rule.limit)),
    against: "limit " + number(rule.limit),
    baseline: rule.baseline === null || rule.baseline === undefined ? UNKNOWN : number(rule.baseline),
    evidence: rule.of > 1 ? count(rule.points) + " of the last " + counted(rule.of, "point") : "this point",
    says,
  };
}

function peerRows(points, index) {
  const peer = points.peerOf(index);
  if (peer === null) {
    return [];
  }
  const span = Math.abs(points.value[index] - peer.median);
  return [{
    name: element("bdi", "peers: " + peer.among.join(", ")),
    value: near(points.value[index], span),
    against: "median " + near(peer.median, span),
    baseline: UNKNOWN,
    evidence: counted(peer.peers, "peer") + " at this moment",
    says: element("span", (peer.breached ? "▼ stands out: " : "") + Math.abs(peer.deviation).toFixed(1) + " spreads " +
        (peer.deviation < 0 ? "below" : "above") + ", score " + score(peer.score) + " of 100", peer.breached ? "level" : "muted"),
  }];
}
