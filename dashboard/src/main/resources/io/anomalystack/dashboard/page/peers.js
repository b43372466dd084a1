/* How peers compare, moment by moment: which of them stands out, and by how much. */

import {get} from "./api.js";
import {byId, element, fillTable, setText} from "./dom.js";
import {clock, count, counted, moment as momentText, near, number, shortened} from "./format.js";
import {HeatMap} from "./heat-map.js";
import {Latest} from "./latest.js";
import {Loading} from "./loading.js";
import {addressOf} from "./state.js";

const MOST_ALSO = 3;
const MOST_NAME = 60;

export class PeerView {
  #section = byId("peers");
  #choice = byId("peer-group");
  #stretch = byId("peer-stretch");
  #latest = new Latest();
  #loading = new Loading(this.#section);
  #heat;
  #state = null;
  #parameters = {};
  #groups = [];
  #map = null;
  #newest = null;
  #tabled = false;
  #open;

  /** change({peers}) is called when the user chooses a group, open(series, at) when a row is to be seen; moved() when it was laid out anew. */
  constructor(change, open, moved) {
    this.#open = open;
    this.#heat = new HeatMap(byId("heat"), (cell, spoken) => this.#tellCell(cell, spoken), cell => this.#openCell(cell), moved);
    this.#choice.addEventListener("change", () => change({peers: this.#choice.value}));
    for (const radio of this.#stretch.querySelectorAll("input")) {
      radio.addEventListener("change", () => {
        this.#newest = radio.value === "" ? null : Number(radio.value);
        this.refresh();
      });
    }
    byId("peers-details").addEventListener("toggle", () => this.#fillTable());
  }

  /** The axis of what is drawn, for what is to be seen below; null where nothing is. */
  get axis() {
    return this.#section.hidden ? null : this.#heat.axis;
  }

  /** Shows the peers of these parameters, of the group that the state names or the first. */
  async show(state, parameters) {
    this.#state = state;
    this.#parameters = parameters;
    await this.refresh();
  }

  /** Brings it up to date. */
  async refresh() {
    const answer = await this.#loading.run(() => this.#latest.ask(async signal => {
      const {groups} = await get("/api/peers", this.#parameters, signal);
      const group = groups.find(each => each.id === this.#state.peers) ?? groups[0];
      return {groups, map: group ? await get("/api/peers/" + group.id, {newest: this.#newest}, signal) : null};
    }));
    if (answer === undefined) {
      return;
    }
    this.#groups = answer.groups;
    this.#map = answer.map;
    this.#section.hidden = answer.map === null;
    if (answer.map !== null) {
      this.#offer();
      this.#heat.show(answer.map);
      this.#tell();
      this.#fillTable();
    }
  }

  #offer() {
    const listed = JSON.stringify(this.#groups.map(group => group.id));
    if (this.#choice.dataset.listed !== listed) {
      this.#choice.dataset.listed = listed;
      this.#choice.replaceChildren(...this.#groups.map(group => new Option(groupName(group), group.id)));
    }
    this.#choice.value = this.#map.group.id;
    byId("peer-choice").hidden = this.#groups.length < 2;
    // What is left out by a choice of the newest is known only from all of them.
    if (this.#newest === null) {
      const {moments} = this.#map;
      this.#stretch.hidden = moments <= 200;
      for (const radio of this.#stretch.querySelectorAll("input")) {
        radio.parentElement.hidden = radio.value !== "" && Number(radio.value) >= moments;
      }
      setText(byId("peer-unit"), this.#map.steps ? "steps" : "moments");
    }
  }

  #tell() {
    const {group, rows, totalRows, moments, first, steps} = this.#map;
    setText(byId("peers-about"), groupName(group) + " · " + counted(totalRows, "peer") + ", " + counted(moments, steps ? "step" : "moment"));
    const sentence = byId("peers-said"), found = outstanding(this.#map);
    sentence.replaceChildren(...this.#sentence(found));
    const per = Math.ceil(moments / Math.max(1, first.length));
    setText(byId("peers-note"),
        (per > 1 ? "Each column is " + count(per) + (steps ? " steps" : " moments") + ", and shows the one that stands out most. " : "") +
        (rows.length < totalRows ? "Of " + count(totalRows) + " peers, the " + count(rows.length) + " that stand out most are rows. " : "") +
        "A row opens its chart; with the keyboard, arrow keys move, with Shift to the next that stands out, Enter opens.");
    byId("heat").setAttribute("aria-label", "Deviations of " + counted(rows.length, "peer") + " over " + counted(moments, steps ? "step" : "moment") + ". " + sentence.textContent);
    this.#section.dataset.group = group.id;
  }

  #sentence(found) {
    if (found.length === 0) {
      return ["Nothing was compared yet."];
    }
    const [most] = found, also = found.slice(1).filter(each => each.found);
    const named = each => this.#link(each);
    const how = each => spreads(each.deviation) + " its " + counted(each.peers - 1, "peer");
    if (!most.found) {
      return ["Nobody stands out. The furthest is ", named(most), " at " + this.#when(most) + ": " + how(most) + "."];
    }
    const main = element("b");
    main.append("◆ " + this.#among() + " ", named(most), " stands out at " + this.#when(most) + ": " + how(most) + ".");
    const said = [main];
    if (also.length > 0) {
      said.push(" Also ");
      also.slice(0, MOST_ALSO).forEach((each, i) => said.push(i > 0 ? ", " : "", named(each), " (" + spreads(each.deviation) + ")"));
      said.push(also.length > MOST_ALSO ? " and " + counted(also.length - MOST_ALSO, "other") + "." : ".");
    }
    return said;
  }

  #among() {
    return this.#map.group.among.join(", ");
  }

  #when({moment}) {
    return this.#map.steps ? "step " + count(moment) : momentText(moment);
  }

  #link({row, at}) {
    const link = element("a");
    link.href = addressOf(this.#state, row.id, at);
    link.append(element("bdi", shortened(row.name, MOST_NAME)));
    return link;
  }

  /** What a cell says, or that nothing is pointed at. */
  #tellCell({row: y, column: x}, spoken) {
    const frame = byId("heat-readout"), row = this.#map.rows[y];
    if (spoken) {
      frame.setAttribute("aria-live", "polite");
    } else {
      frame.removeAttribute("aria-live");
    }
    const list = element("dl");
    const add = (name, value) => {
      const part = element("div");
      part.append(element("dt", name), element("dd", value));
      list.append(part);
    };
    add(this.#among(), shortened(row.name, MOST_NAME));
    const known = row.deviation[x] !== null, at = this.#map.start[x] + row.startAfter[x], moment = this.#map.first[x] + row.momentAfter[x];
    add(this.#map.steps ? "Step" : "Time (UTC)", this.#map.steps ? count(moment) + ", " + clock(at) : momentText(at));
    if (known) {
      const span = Math.abs(row.value[x] - row.median[x]);
      add(shortened(this.#map.group.measure, 24), near(row.value[x], span));
      add("Median of " + count(this.#map.peers[x]), near(row.median[x], span));
      add("Deviation", signed(row.deviation[x]) + " spreads");
    }
    const said = element("p", null, "said");
    if (!known) {
      said.append(element("span", "Not compared here ", "muted"));
    } else if (row.found[x]) {
      said.append(element("span", "◆ Stands out ", "level"));
    }
    const link = element("a", "Show in the chart");
    link.href = addressOf(this.#state, row.id, at);
    said.append(link);
    frame.replaceChildren(list, said);
    frame.dataset.row = row.name;
    frame.dataset.moment = String(moment);
  }

  #openCell({row: y, column: x}) {
    const row = this.#map.rows[y];
    this.#open(row.id, this.#map.start[x] + row.startAfter[x]);
  }

  #fillTable() {
    if (!byId("peers-details").open || this.#map === null) {
      return;
    }
    const all = outstanding(this.#map).sort((a, b) => a.y - b.y);
    fillTable(byId("peers-table"), "Peers", [
      {title: this.#among(), cell: each => this.#link(each)},
      {title: "Furthest", number: true, cell: each => signed(each.deviation) + " spreads"},
      {title: this.#map.steps ? "At step" : "At", number: true, cell: each => this.#map.steps ? count(each.moment) : momentText(each.moment)},
      {title: "Value", number: true, cell: each => number(each.value)},
      {title: "Median", number: true, cell: each => number(each.median)},
      {title: "Remark", cell: each => each.found ? "◆ stands out" : ""},
    ], all);
  }
}

/** Of each row where it is furthest from its peers, those that are held to stand out first, the furthest first. */
function outstanding(map) {
  const all = [];
  map.rows.forEach((row, y) => {
    let best = -1;
    const anyFound = row.found.includes(1);
    row.deviation.forEach((deviation, x) => {
      if (deviation !== null && (!anyFound || row.found[x]) && (best < 0 || Math.abs(deviation) > Math.abs(row.deviation[best]))) {
        best = x;
      }
    });
    if (best >= 0) {
      all.push({row, y, found: anyFound, deviation: row.deviation[best], value: row.value[best], median: row.median[best],
        peers: map.peers[best], moment: map.first[best] + row.momentAfter[best], at: map.start[best] + row.startAfter[best]});
    }
  });
  return all.sort((a, b) => b.found - a.found || Math.abs(b.deviation) - Math.abs(a.deviation));
}

function groupName(group) {
  const shared = group.dimensions.map(({name, value}) => name + " " + value).join(", ");
  return shortened((shared ? shared + " · " : "") + group.measure + " · " + group.detector, 90);
}

function spreads(deviation) {
  return Math.abs(deviation).toFixed(1) + " spreads " + (deviation < 0 ? "below" : "above");
}

function signed(deviation) {
  return (deviation < 0 ? "−" : "+") + Math.abs(deviation).toFixed(1);
}
