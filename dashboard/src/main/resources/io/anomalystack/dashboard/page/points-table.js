/* What the chart shows, as a table; written only while it is open. */

import {byId, fillTable, setText} from "./dom.js";
import {count, counted, moment, near, number, score, UNKNOWN} from "./format.js";

const MOST = 300;

export class PointsTable {
  #details = byId("points-details");
  #shown = null;

  constructor() {
    this.#details.addEventListener("toggle", () => this.#fill());
  }

  /** The points between two times are what is in view. */
  show(points, from, to) {
    this.#shown = {points, from, to};
    this.#fill();
  }

  #fill() {
    if (!this.#details.open || this.#shown === null) {
      return;
    }
    const {points, from, to} = this.#shown;
    const begin = points.first(from), end = points.first(to + 1), last = Math.min(end, begin + MOST);
    setText(byId("points-note"), last < end
        ? "The first " + count(MOST) + " of " + counted(end - begin, "point") + " in view; zoom in to see others."
        : counted(end - begin, "point") + " in view.");
    const span = i => points.lower[i] === null || points.upper[i] === null ? 0 : points.upper[i] - points.lower[i];
    const rows = Array.from({length: last - begin}, (_, i) => begin + i);
    fillTable(byId("points-table"), "Points in view", [
      {title: "Time (UTC)", cell: i => moment(points.time[i])},
      {title: "Value", number: true, cell: i => number(points.value[i])},
      {title: "Expected", number: true, cell: i => near(points.predicted[i], span(i))},
      {title: "Usual range", number: true, cell: i => span(i) > 0 ? near(points.lower[i], span(i)) + " to " + near(points.upper[i], span(i)) : UNKNOWN},
      {title: "Score", number: true, cell: i => score(points.score[i])},
      {title: "Remark", cell: i => remark(points, i)},
    ], rows);
  }
}

function remark(points, i) {
  return [
    points.alert[i] && !points.isFoundOnly(i) && "◆ anomaly",
    points.isFound(i) && "▼ " + [...points.ruleResults(i).filter(rule => rule.breached).map(rule => rule.name), points.peerOf(i)?.breached && "peers"].filter(Boolean).join(", "),
    points.silenced[i] !== null && "◇ " + points.silenced[i],
    points.learning[i] && "learning",
    points.filled[i] && "no record, filled",
  ].filter(Boolean).join("; ");
}
