/* Incidents as bars and remedies as marks on one axis of time, and all of them in words. */

import {element, setText} from "./dom.js";
import {clock, count, counted, moment, shortDay, shortened} from "./format.js";
import {addressOf} from "./state.js";

const MOST_LANES = 4;
const MOST_LISTED = 60;
const LEAST_BAR = 5;
const GAP = 3;
const MARGIN = 10;
const HOUR = 3600000;
const STEPS = [1 / 60, 1 / 12, 1 / 6, 1 / 2, 1, 2, 3, 6, 12, 24, 48, 168].map(hours => hours * HOUR);
/** What became of a remedy: its mark, and how it looks. */
const DONE = {executed: ["▲", "done"], succeeded: ["▲", "done"], failed: ["✕", "failed"]};

export class TimeLine {
  #section;
  #page = null;
  #state = null;
  #axis = null;
  #shown = null;

  constructor(section) {
    this.#section = section;
    new ResizeObserver(() => this.#draw()).observe(this.#part("track"));
    this.#part("track").addEventListener("click", event => this.#seek(event.target.closest("[data-id]")));
  }

  /** Shows what the server says: see Timeline.Page. */
  show(page, state) {
    this.#page = page;
    this.#state = state;
    const n = page.incidents.length, m = page.remedies.length;
    setText(this.#part("count"), n + m === 0 ? "" : counted(n, "incident") + ", " + counted(m, "remedy", "remedies"));
    const empty = this.#part("empty");
    const missing = emptyTexts(page);
    empty.hidden = missing.length === 0;
    empty.replaceChildren(...missing.map(text => element("p", text)));
    this.#section.dataset.incidents = String(n);
    this.#section.dataset.remedies = String(m);
    this.#list();
    this.#draw();
  }

  /** Draws along an axis of something above: see HeatMap.axis; null for one of its own. */
  follow(axis) {
    this.#axis = axis;
    this.#draw();
  }

  #part(name) {
    return this.#section.querySelector("[data-part=" + name + "]");
  }

  /** All that there is, newest first. */
  #entries() {
    return [
      ...this.#page.incidents.map(incident => ({incident, id: incident.id, time: incident.start})),
      ...this.#page.remedies.map(remedy => ({remedy, id: remedy.id, time: remedy.time})),
    ].sort((a, b) => b.time - a.time);
  }

  #list() {
    const entries = this.#entries(), list = this.#part("list");
    const shown = JSON.stringify([entries, this.#state]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    const focused = list.contains(document.activeElement) ? document.activeElement.closest("[data-id]")?.dataset.id : null;
    list.replaceChildren(...entries.slice(0, MOST_LISTED).map(entry => {
      const item = element("li");
      item.dataset.id = entry.id;
      item.tabIndex = -1;
      item.append(...(entry.incident ? this.#incidentInWords(entry.incident) : remedyInWords(entry.remedy)));
      return item;
    }));
    if (focused) {
      this.#item(focused)?.querySelector("a")?.focus({preventScroll: true});
    }
  }

  #item(id) {
    return [...this.#part("list").children].find(item => item.dataset.id === id);
  }

  #seek(mark) {
    const item = mark && this.#item(mark.dataset.id);
    if (item) {
      item.scrollIntoView({block: "nearest"});
      item.focus({preventScroll: true});
    }
  }

  #incidentInWords(incident) {
    const head = element("span", null, "head");
    head.append(element("span", incident.severity, "tag tag-" + incident.severity), element("b", titleOf(incident)),
        element("span", incident.resolved ? "resolved" : incident.state === "reopened" ? "open again" : "open", "muted"));
    const when = element("time", span(incident.start, incident.end));
    when.dateTime = new Date(incident.start).toISOString();
    const said = element("p", null, "small");
    if (incident.reason) {
      said.append(element("bdi", nameOf(incident) + ": "), element("bdi", shortened(incident.reason, 240)), " ");
    }
    said.append(counted(incident.anomalies, "anomaly", "anomalies") + " on " + counted(incident.affected, "series", "series") + ". ");
    if (incident.series) {
      const link = element("a", "Show in the chart");
      link.href = addressOf(this.#state, incident.series, incident.at);
      said.append(link);
    }
    return [head, when, said];
  }

  #draw() {
    const track = this.#part("track");
    track.hidden = this.#page === null || this.#page.incidents.length + this.#page.remedies.length === 0;
    if (track.hidden || track.clientWidth === 0) {
      return;
    }
    const axis = this.#axis ?? ownAxis(this.#page, track.clientWidth);
    const inView = (from, to) => to >= axis.from && from <= axis.to;
    const lanes = [], parts = [];
    const incidents = this.#page.incidents.filter(each => inView(each.start, each.resolved ? each.end : Infinity));
    for (const incident of incidents.sort((a, b) => a.start - b.start)) {
      const x0 = axis.x(Math.max(incident.start, axis.from));
      const x1 = Math.max(x0 + LEAST_BAR, axis.x(Math.min(incident.resolved ? incident.end : axis.to, axis.to)));
      let lane = lanes.findIndex(end => end + GAP < x0);
      lane = lane >= 0 ? lane : Math.min(lanes.length, MOST_LANES - 1);
      lanes[lane] = Math.max(lanes[lane] ?? 0, x1);
      const bar = element("span", null, "bar bar-" + incident.severity + (incident.resolved ? "" : " bar-open"));
      bar.style.left = x0 + "px";
      bar.style.width = x1 - x0 + "px";
      bar.style.setProperty("--lane", lane);
      bar.title = incident.severity + ": " + titleOf(incident) + ", " + span(incident.start, incident.end);
      bar.dataset.id = incident.id;
      parts.push(bar);
    }
    const remedies = this.#page.remedies.filter(each => inView(each.time, each.time));
    for (const remedy of remedies) {
      const [sign, look] = markOf(remedy), mark = element("span", sign, "remedy remedy-" + look);
      mark.style.left = axis.x(remedy.time) + "px";
      mark.title = remedy.action + ", " + stateOf(remedy) + ", " + moment(remedy.time);
      mark.dataset.id = remedy.id;
      parts.push(mark);
    }
    track.style.setProperty("--lanes", Math.max(1, lanes.length));
    const ground = element("span", null, "ground");
    ground.style.left = axis.left + "px";
    ground.style.width = axis.width + "px";
    track.replaceChildren(ground, ...parts, ...ticks(axis));
    const left = this.#page.incidents.length - incidents.length + this.#page.remedies.length - remedies.length;
    setText(this.#part("outside"), left === 0 ? "" : count(left) + " outside of the time that is shown above.");
    Object.assign(track.dataset, {bars: incidents.length, marks: remedies.length});
  }
}

function ownAxis({incidents, remedies}, width) {
  const times = [...incidents.flatMap(each => [each.start, each.end]), ...remedies.map(each => each.time)];
  const least = Math.min(...times), most = Math.max(...times), pad = Math.max(60000, (most - least) * 0.03);
  const from = least - pad, to = most + pad, left = MARGIN, room = width - 2 * MARGIN;
  return {left, width: room, from, to, x: time => left + (time - from) / (to - from) * room};
}

/** Round times, as long as they do not come to lie on each other. */
function ticks({left, width, from, to, x}) {
  const long = to - from > 24 * HOUR, room = long ? 110 : 60, made = [];
  const step = STEPS.find(each => (to - from) / each <= width / room) ?? Math.ceil((to - from) / (width / room));
  let free = left + room / 3;
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    const at = x(time);
    if (at >= free && at <= left + width - room / 3) {
      const tick = element("span", long ? shortDay(time) + ", " + clock(time) : clock(time), "tick");
      tick.style.left = at + "px";
      made.push(tick);
      free = at + room;
    }
  }
  return made;
}

function titleOf({detector, dimensions}) {
  const group = dimensions.map(({name, value}) => name + " " + value).join(", ");
  return shortened((group ? group + " · " : "") + detector, 80);
}

function nameOf({measure, name}) {
  return shortened([...name.map(dimension => dimension.value), measure].join(", "), 80);
}

function span(from, to) {
  const sameDay = Math.floor(from / 86400000) === Math.floor(to / 86400000);
  return shortDay(from) + ", " + clock(Math.floor(from / 1000) * 1000) + " to " + (sameDay ? "" : shortDay(to) + ", ") + clock(Math.floor(to / 1000) * 1000);
}

function stateOf(remedy) {
  return remedy.state.replaceAll("-", " ").replaceAll("_", " ") + (remedy.dryRun && !remedy.state.startsWith("dry") ? " (dry run)" : "");
}

function markOf(remedy) {
  return remedy.dryRun ? ["△", "held"] : DONE[remedy.state] ?? ["△", "held"];
}

function remedyInWords(remedy) {
  const [sign, look] = markOf(remedy), head = element("span", null, "head");
  head.append(element("span", sign, "remedy-sign remedy-" + look), element("b", remedy.action + (remedy.target ? " " + shortened(remedy.target, 40) : "")),
      element("span", stateOf(remedy), "tag" + (look === "failed" ? " tag-critical" : look === "done" ? " tag-done" : "")));
  const when = element("time", shortDay(remedy.time) + ", " + clock(Math.floor(remedy.time / 1000) * 1000));
  when.dateTime = new Date(remedy.time).toISOString();
  const said = element("p", null, "small");
  said.append(element("bdi", shortened(remedy.name, 60)), remedy.reason ? ": " : ". ");
  if (remedy.reason) {
    said.append(element("bdi", shortened(remedy.reason, 240)), /[.!?]$/.test(remedy.reason) ? " " : ". ");
  }
  said.append(remedy.recoverable ? "The run can go on afterwards." : "The run cannot go on by itself afterwards.");
  return [head, when, said];
}

function emptyTexts({incidents, remedies, incidentsWritten, remediesWritten}) {
  const texts = [];
  if (incidents.length === 0) {
    texts.push(incidentsWritten
        ? "No incident so far, or none that matches: as soon as one is opened, it is a bar here."
        : "No incidents lie beside this lake: they appear once alerts.jsonl is in its folder, what is on the alerts topic, a line each.");
  }
  if (remedies.length === 0) {
    texts.push(remediesWritten
        ? "No remedy so far: what a policy decides is a mark here, also where it only says what it would do."
        : "No remedies lie beside this lake: they appear once remedies.jsonl is in its folder, what is on the remedies' audit topic, a line each.");
  }
  return texts;
}

