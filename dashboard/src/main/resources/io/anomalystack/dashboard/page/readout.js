/* The point under the cursor, in words. */

import {byId, element} from "./dom.js";
import {count, moment, near, number, score} from "./format.js";

export function showReadout(points, index) {
  const frame = byId("readout");
  frame.dataset.at = String(points.time[index]);
  const list = element("dl");
  const add = (name, value, className) => {
    const part = element("div", null, className);
    part.append(element("dt", name), element("dd", value));
    list.append(part);
  };
  add("Time (UTC)", moment(points.time[index]));
  if (points.step[index] !== null) {
    add("Step", count(points.step[index]));
  }
  add("Value", number(points.value[index]));
  const span = points.lower[index] === null || points.upper[index] === null ? 0 : points.upper[index] - points.lower[index];
  add("Expected", near(points.predicted[index], span));
  add("Usual range", span > 0 ? near(points.lower[index], span) + " to " + near(points.upper[index], span) : "–");
  add("Score", score(points.score[index]) + " of 100");
  const said = element("p", null, "said");
  for (const [text, className] of remarks(points, index)) {
    said.append(element("span", text, className), " ");
  }
  frame.replaceChildren(list, said);
}

function remarks(points, index) {
  const found = [];
  if (points.isUnusual(index) || (points.alert[index] && !points.isFound(index))) {
    found.push(["◆ Anomaly: " + deviation(points, index), "level"]);
  }
  for (const rule of points.ruleResults(index)) {
    found.push(rule.breached ? rule.alert ? ["▼ " + rule.name + ": breached", "rule"] : ["▽ " + rule.name + ": noted", "muted"] : [rule.name + ": violated, not often enough yet", "muted"]);
  }
  const peer = points.peerOf(index);
  if (peer !== null && peer.breached) {
    found.push(["▼ Stands out among its peers: " + Math.abs(peer.deviation).toFixed(1) + " spreads " + (peer.deviation < 0 ? "below" : "above"), "rule"]);
  }
  if (points.silenced[index] !== null) {
    found.push(["◇ Not an anomaly: " + points.silenced[index], null]);
  }
  if (points.learning[index]) {
    found.push(["The model is still learning: no score yet", "muted"]);
  }
  if (points.filled[index]) {
    found.push(["○ No record in this period: the value is filled in", "muted"]);
  }
  return found.length > 0 ? found : [["As expected" + (points.score[index] > 0 ? ", nearly" : ""), "muted"]];
}

function deviation(points, index) {
  const value = points.value[index];
  return points.upper[index] !== null && value > points.upper[index] ? "above the usual range"
      : points.lower[index] !== null && value < points.lower[index] ? "below the usual range"
          : "unusual in its course";
}

/** Whether the readout is spoken: what the keys lead to is, every movement of a mouse is not. */
export function speakReadout(spoken) {
  if (spoken) {
    byId("readout").setAttribute("aria-live", "polite");
  } else {
    byId("readout").removeAttribute("aria-live");
  }
}
