/* The page around the plot: figures, tables, the list of series, and what was found in each. */

const MOST_FINDINGS = 200;
const MOST_CHANGES = 20;
const results = json("results");
const runs = results.results;
const byId = id => document.getElementById(id);
const FINDINGS = {
  false: {mark: "false", symbol: "▲", text: "False alarm", className: "false"},
  missed: {mark: "missed", symbol: "◇", text: "Missed window", className: "missed"},
  found: {mark: "right", symbol: "●", text: "Found window", className: "found"},
  elsewhere: {mark: "right", symbol: "○", text: "Found in another series", className: "muted"},
  learning: {mark: "missed", symbol: "–", text: "Not counted: the model was learning", className: "muted"},
  outside: {mark: "missed", symbol: "–", text: "Not counted: no decision of its time", className: "muted"},
};
const state = {run: runs.length - 1, id: null, measure: null, findings: [], finding: -1, load: 0};
const runNames = names(runs.map(run => run.detectors));
const plot = new Plot(byId("plot"), byId("canvas"), showRange, showReadout);

/** File names without their folders, where that still tells them apart. */
function names(paths) {
  const short = paths.map(path => path.split("/").pop());
  return new Set(short).size === paths.length ? short : paths;
}

function header() {
  const last = runs[runs.length - 1].totals;
  const time = last.from === null ? "" : last.from.slice(0, 16) + " to " + last.to.slice(0, 16) + " UTC, ";
  document.title = "Backtest of " + runNames.join(" and ");
  byId("about").textContent =
      runs.map(run => run.detectors).join(" and ") + " over " + results.input + ", held against " +
      results.labels + "; " + time + origin(last) + ", " +
      (last.series === 1 ? "1 time series" : count(last.series) + " time series");
  const gates = results.gates;
  if (gates.minPrecision !== null || gates.minRecall !== null) {
    const banner = byId("gates");
    banner.hidden = false;
    banner.classList.toggle("bad", !gates.passed);
    banner.textContent = gates.passed
        ? "✓ Good enough: " + asked(gates).join(", ")
        : "✗ Not good enough: " + gates.missed.join("; ");
  }
}

/** How much there was, and of what. */
function origin(totals) {
  return totals.records === null
      ? counted(totals.decisions + totals.decisionsInLearning, "decision") + " as made, from the lake"
      : counted(totals.records, "record");
}

function asked(gates) {
  return [["precision", gates.minPrecision], ["recall", gates.minRecall]]
      .filter(gate => gate[1] !== null)
      .map(gate => gate[0] + " is at least " + gate[1]);
}

function figures() {
  const t = runs[runs.length - 1].totals;
  const before = runs.length > 1 ? runs[0].totals : null;
  const list = byId("figures");
  const figure = (title, get, write, explanation, better) => {
    const card = element("div");
    card.append(element("dt", title), element("dd", write(get(t)), "number"));
    if (explanation) {
      card.append(element("dd", explanation, "explanation"));
    }
    if (before) {
      const was = get(before), is = get(t);
      const line = element("dd", "before: " + write(was), "before");
      if (was !== null && is !== null && was !== is) {
        const good = better(is - was);
        line.append(" ", element("span", good ? "✓ better" : "✗ worse", good ? "better" : "worse"));
      }
      card.append(line);
    }
    list.append(card);
  };
  const share = value => fixed(value, 3);
  const more = change => change > 0, less = change => change < 0;
  figure("Precision", r => r.precision, share, count(t.right) + " of " + counted(t.alerts, "alert") + " in or just behind a window", more);
  figure("Recall", r => r.recall, share, count(t.found) + " of " + counted(t.windows, "window") + " found", more);
  figure("F1", r => r.f1, share, "of precision and recall", more);
  figure("False alarms", r => r.falseAlarms, count, fixed(t.alertsPerDay, 1) + " alerts a day in all", less);
  figure("Missed windows", r => r.missed, count, "of " + count(t.windows), less);
  figure("Median delay", r => r.medianDelaySeconds, duration,
      t.worstDelaySeconds === null ? "nothing found" : duration(t.worstDelaySeconds) + " at worst", less);
  const note = (n, noun, text) => n > 0 && byId("notes").append(element("li", "Not counted: " + counted(n, noun) + " " + text));
  note(t.decisionsInLearning, "decision", "made while learning");
  note(t.windowsInLearning, "window", "that ended while learning, or before");
  note(t.windowsOutside, "window", "of a time without any decision");
}

function kinds() {
  const all = runs[runs.length - 1].byKind;
  if (all.every(kind => kind.kind === "")) {
    return;
  }
  byId("kinds").hidden = false;
  const before = new Map(runs[0].byKind.map(kind => [kind.kind, kind]));
  const columns = [
    {title: "Kind", cell: kind => kind.kind || "(none)"},
    {title: "Found", number: true, cell: kind => foundOf(kind)},
    {title: "Recall", number: true, cell: kind => fixed(kind.recall, 3)},
    {title: "", className: "wide", cell: kind => bar(kind.recall)},
    {title: "Median delay", number: true, cell: kind => duration(kind.medianDelaySeconds)},
  ];
  if (runs.length > 1) {
    columns.splice(1, 0, {title: "Before", number: true, cell: kind => foundOf(before.get(kind.kind))});
  }
  fillTable(byId("kinds-table"), "Found windows by kind", columns, all);
}

function bar(share) {
  const frame = element("span", null, "bar"), part = element("span");
  frame.setAttribute("aria-hidden", "true");
  part.style.width = (share || 0) * 100 + "%";
  frame.append(part);
  return frame;
}

function foundOf(quality) {
  return quality.windows === 0 ? UNKNOWN : count(quality.found) + " of " + count(quality.windows);
}

function changes() {
  const comparison = results.comparison;
  if (!comparison) {
    return;
  }
  byId("changes").hidden = false;
  const body = byId("changes-body");
  body.className = "lists";
  const changed = comparison.changedSeries;
  if (changed.length > 0) {
    const part = (run, get) => run === null ? UNKNOWN : get(run);
    const table = element("table"), scroll = element("div", null, "scroll");
    fillTable(table, "Series that changed", [
      {title: "Series", cell: change => nameOf(change.second || change.first)},
      {title: "False alarms", number: true, cell: c => part(c.first, s => count(s.falseAlarms)) + " → " + part(c.second, s => count(s.falseAlarms))},
      {title: "Windows found", number: true, cell: c => part(c.first, foundOf) + " → " + part(c.second, foundOf)},
    ], changed.slice(0, MOST_CHANGES));
    scroll.append(table);
    body.append(scroll, more(changed.length - MOST_CHANGES));
  } else {
    body.append(element("p", "No series has other false alarms or found windows."));
  }
  [comparison.foundOnlyByFirst, comparison.foundOnlyBySecond].forEach((windows, i) => {
    body.append(element("h3", "Found only by " + runNames[i] + ": " + (windows.length || "none")));
    const list = element("ul");
    for (const window of windows.slice(0, MOST_CHANGES)) {
      list.append(element("li", [window.start.slice(0, 16), window.kind, place(window)].filter(Boolean).join(" · ")));
    }
    body.append(list, more(windows.length - MOST_CHANGES));
  });
}

function more(left) {
  return element("p", left > 0 ? "… and " + count(left) + " more" : "", "small");
}

function runSwitch() {
  if (runs.length === 1) {
    return;
  }
  choice(byId("runs"), runNames, state.run, i => {
    state.run = i;
    const wanted = nameKey(current());
    list();
    select((runs[i].bySeries.find(series => nameKey(series) === wanted) || runs[i].bySeries[0] || {}).timeseriesId);
  });
}

/** One of several, by radio buttons behind the legend of a fieldset. */
function choice(set, texts, chosen, choose) {
  set.hidden = false;
  set.querySelectorAll("label").forEach(label => label.remove());
  texts.forEach((text, i) => {
    const label = element("label"), radio = element("input");
    radio.type = "radio";
    radio.name = set.id;
    radio.checked = i === chosen;
    radio.addEventListener("change", () => choose(i));
    label.append(radio, text);
    set.append(label);
  });
}

/** Measures that are judged together are drawn one at a time, as each has its own unit. */
function measureSwitch(measures, chosen) {
  byId("measures").hidden = true;
  if (measures.length > 1) {
    choice(byId("measures"), measures.map(measure => measure.name), chosen, i => {
      state.measure = measures[i].name;
      select(state.id);
    });
  }
}

function nameKey(series) {
  return series ? series.measure + "\n" + JSON.stringify(series.dimensionList) : "";
}

function current() {
  return runs.flatMap(run => run.bySeries).find(series => series.timeseriesId === state.id);
}

function list() {
  const all = runs[state.run].bySeries;
  const several = new Set(all.map(series => series.detectorName + "\n" + series.measure)).size > 1;
  byId("list").replaceChildren(...all.map(series => {
    const item = element("li"), button = element("button");
    button.type = "button";
    button.dataset.id = series.timeseriesId;
    button.append(element("span", nameOf(series), "name"));
    if (several) {
      button.append(element("span", series.measure + " · " + series.detectorName, "of"));
    }
    button.append(badges(series));
    button.addEventListener("click", () => select(series.timeseriesId));
    item.append(button);
    return item;
  }));
  filter();
  fillTable(byId("series-table"), "Quality by series, worst first", [
    {title: "Series", cell: series => nameOf(series)},
    {title: "Measure", cell: series => series.measure},
    {title: "Detector", cell: series => series.detectorName},
    {title: "Decisions", number: true, cell: series => count(series.decisions)},
    {title: "Alerts", number: true, cell: series => count(series.alerts)},
    {title: "Right", number: true, cell: series => count(series.right)},
    {title: "False", number: true, cell: series => count(series.falseAlarms)},
    {title: "Windows found", number: true, cell: foundOf},
    {title: "Median delay", number: true, cell: series => duration(series.medianDelaySeconds)},
    {title: "Worst delay", number: true, cell: series => duration(series.worstDelaySeconds)},
  ], all);
}

function badges(series) {
  const line = element("span", null, "badges");
  const badge = (n, type, text) => n > 0 && line.append(element("span", FINDINGS[type].symbol + " " + count(n) + " " + text, FINDINGS[type].className));
  badge(series.falseAlarms, "false", "false");
  badge(series.missed, "missed", "missed");
  badge(series.found, "found", "found");
  if (!line.hasChildNodes()) {
    line.append(element("span", series.alerts > 0 ? counted(series.alerts, "alert") + ", right" : "no alert", "muted"));
  }
  return line;
}

function filter() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const series = new Map(runs[state.run].bySeries.map(s => [s.timeseriesId, s]));
  let shown = 0;
  for (const item of byId("list").children) {
    const of = series.get(item.firstChild.dataset.id);
    const text = (nameOf(of) + " " + of.measure + " " + of.detectorName).toLowerCase();
    item.hidden = !words.every(word => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  const total = runs[state.run].totals.series;
  byId("listed").textContent = count(shown) + " of " + count(total) + " series" +
      (series.size < total ? "; " + count(total - series.size) + " with the fewest mistakes are not in this page" : "");
}

function select(id) {
  show(id).catch(fail);
}

async function show(id) {
  state.id = id;
  const load = ++state.load;
  for (const item of byId("list").children) {
    const chosen = item.firstChild.dataset.id === id;
    item.firstChild.toggleAttribute("aria-current", chosen);
  }
  const detail = byId("detail");
  detail.setAttribute("aria-busy", "true");
  const series = runs[state.run].bySeries.find(s => s.timeseriesId === id);
  const plotted = json("plot-" + state.run + "-" + id);
  const chosen = Math.max(0, plotted.measures.findIndex(measure => measure.name === state.measure));
  const how = {...plotted, ...plotted.measures[chosen]};
  const data = await points(how);
  if (load !== state.load) {
    return;
  }
  // Redrawn while one of its buttons is pressed, it would lose the keyboard's focus.
  if (detail.dataset.series !== id) {
    measureSwitch(plotted.measures, chosen);
  }
  byId("detail-title").textContent = nameOf(series);
  byId("detail-subtitle").replaceChildren(
      series.measure + " · detector " + series.detectorName + " · " +
      (how.period ? "periods of " + duration(how.period / 1000) : "each record a point") + " · " +
      counted(series.decisions, "decision") + ", " + counted(series.alerts, "alert") + " ", badges(series));
  state.findings = findingsOf(data, how);
  state.finding = -1;
  byId("plot").setAttribute("aria-label", how.name + " and scores of " + nameOf(series) + ", with " + counted(state.findings.length, "finding"));
  plot.show(data, how, state.findings);
  showFindings();
  legend(how);
  showReadout(-1);
  detail.setAttribute("aria-busy", "false");
  detail.dataset.series = id;
}

/** How wide the expected range is; not a number where it is unknown. */
function span(data, index) {
  return data.lower && data.upper ? data.upper[index] - data.lower[index] : NaN;
}

function expected(data, index) {
  return data.predicted ? near(data.predicted[index], span(data, index)) : UNKNOWN;
}

/** False alarms and labelled windows, in the order of time. */
function findingsOf(data, how) {
  const found = how.windows.map(window => ({
    ...window,
    type: window.outcome === "missed" && window.foundElsewhere && !window.named ? "elsewhere" : window.outcome,
    at: window.alert === undefined ? window.start : window.alert,
  }));
  for (let i = 0; i < data.n; i++) {
    if (data.judgement[i] === FALSE) {
      const start = data.time[i];
      found.push({
        type: "false", start, end: start + (how.period || 1000), at: start, kind: "",
        value: data.value[i], expected: expected(data, i), score: data.score[i],
      });
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function showFindings() {
  const all = state.findings;
  fillTable(byId("findings"), "Findings in the order of time", [
    {title: "Finding", cell: finding => findingButton(finding)},
    {title: "When (UTC)", className: "time", cell: finding => utc(finding.start)},
    {title: "Kind", cell: finding => finding.kind},
    {title: "Score", number: true, cell: finding => finding.score === undefined ? UNKNOWN : fixed(finding.score, 1)},
    {title: "Delay", number: true, cell: finding => finding.delay === undefined ? "" : duration(finding.delay / 1000)},
    {title: "Length", number: true, cell: finding => finding.type === "false" ? "" : duration((finding.end - finding.start) / 1000)},
    {title: "Value", number: true, cell: finding => finding.value === undefined ? "" : number(finding.value)},
    {title: "Expected", number: true, cell: finding => finding.expected || ""},
  ], all.slice(0, MOST_FINDINGS));
  byId("findings").hidden = all.length === 0;
  byId("findings-more").textContent = all.length === 0
      ? "No alert, and no labelled window."
      : all.length > MOST_FINDINGS ? "… and " + count(all.length - MOST_FINDINGS) + " more, to be seen in the plot" : "";
  byId("previous").disabled = byId("next").disabled = all.length === 0;
}

function findingButton(finding) {
  const how = FINDINGS[finding.type];
  const button = element("button", how.symbol + "\u00a0" + how.text + (finding.foundElsewhere && finding.named ? ", found in another series" : ""), how.className);
  button.type = "button";
  button.addEventListener("click", () => {
    go(state.findings.indexOf(finding));
    byId("plot").scrollIntoView({block: "nearest"});
  });
  return button;
}

function go(index) {
  if (state.findings.length > 0) {
    state.finding = (index + state.findings.length) % state.findings.length;
    plot.focus(state.findings[state.finding]);
  }
}

/** The finding next to what is in view, where none was chosen. */
function goBy(step) {
  if (state.finding < 0) {
    go(step > 0 ? 0 : state.findings.length - 1);
  } else {
    go(state.finding + step);
  }
}

function showRange(from, to, whole) {
  const {points: all, drawn} = plot.series.how;
  byId("range").textContent = utc(Math.floor(from)).slice(0, 16) + " to " + utc(Math.ceil(to)).slice(0, 16) + " UTC. " +
      (all === drawn
          ? counted(all, "point") + " in all."
          : "Drawn from " + count(drawn) + " of " + counted(all, "point") + ": least and greatest values, greatest scores and all alerts.") +
      (whole ? " Drag to zoom." : " Double-click shows all.");
  byId("whole").disabled = byId("out").disabled = whole;
  byId("earlier").disabled = byId("later").disabled = whole;
}

function showReadout(index) {
  const readout = byId("readout");
  readout.replaceChildren();
  if (index < 0) {
    readout.append(element("span", "Point at the plot, or move through it with the arrow keys.", "muted wrap"));
    return;
  }
  const {points: data, how} = plot.series;
  const add = (name, value, className) => {
    const part = element("span", name ? name + " " : "", className);
    part.append(element("b", value));
    readout.append(part);
  };
  add("", utc(data.time[index]));
  add("value", number(data.value[index]) + (data.filled[index] ? " (no record)" : ""));
  if (!Number.isNaN(span(data, index))) {
    const at = column => near(column[index], span(data, index));
    add("expected range", at(data.lower) + " to " + at(data.upper));
  }
  if (data.predicted && !Number.isNaN(data.predicted[index])) {
    add("expected", expected(data, index));
  }
  add("score", fixed(data.score[index], 1));
  if (data.reason[index] > 0) {
    add("", how.reasons[data.reason[index] - 1], "wrap");
  }
  const verdict = {[LEARNING]: ["learning", "muted"], [RIGHT]: ["● right alert", "found"], [FALSE]: ["▲ false alarm", "false"]}[data.judgement[index]];
  if (verdict) {
    add("", verdict[0], verdict[1]);
  }
  const time = data.time[index];
  for (const window of state.findings) {
    if (window.type !== "false" && window.start < time + (how.period || 1) && time < window.end) {
      add("", FINDINGS[window.type].symbol + " " + FINDINGS[window.type].text.toLowerCase() + (window.kind ? ": " + window.kind : ""), FINDINGS[window.type].className);
    }
  }
}

function legend(how) {
  const entries = [["value", context => line(context, "value", [], 1.6)]];
  if (how.lower && how.upper) {
    entries.push(["expected range", context => box(context, "band")]);
  }
  if (how.predicted) {
    entries.push(["expected", context => line(context, "predicted", [4, 3], 1.6)]);
  }
  entries.push(
      ["right alert, found window", context => marked(context, "found", "right")],
      ["false alarm", context => marked(context, "false", "false")],
      ["missed window", context => marked(context, "missed", "missed")],
      ["threshold of the score", context => line(context, "ink", [5, 4], 1)]);
  if (state.findings.some(finding => FINDINGS[finding.type].className === "muted")) {
    entries.push(["not counted, or found in another series", context => box(context, "idle")]);
  }
  byId("legend").replaceChildren(...entries.map(([text, draw]) => {
    const item = element("li"), canvas = element("canvas");
    const ratio = window.devicePixelRatio || 1;
    canvas.width = 26 * ratio;
    canvas.height = 16 * ratio;
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    draw(context);
    item.append(canvas, text);
    return item;
  }));
}

function cssColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

function line(context, colour, dash, width) {
  context.strokeStyle = cssColour(colour);
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(1, 8);
  context.lineTo(25, 8);
  context.stroke();
}

function box(context, colour) {
  context.fillStyle = cssColour(colour);
  context.fillRect(1, 2, 24, 12);
}

function marked(context, colour, shape) {
  if (colour !== "false") {
    box(context, colour + "-soft");
  }
  if (shape === "missed") {
    context.fillStyle = hatch(context, cssColour("missed-soft"));
    context.fillRect(1, 2, 24, 12);
  }
  drawMark(context, shape, 13, 8, 4.5, cssColour(colour), cssColour("card"));
}

function footer() {
  const texts = [
    "An alert is right if its period reaches into a labelled window that applies to its series, or begins at most " +
        counted(results.grace, "period") + " behind it. Precision is the share of the alerts that are right.",
    "A window is found if any series that it applies to has a right alert in it. Recall is the share of the windows" +
        " that are found. By series, only the windows count that name all its dimensions.",
    "Delay goes from a window's start to the end of the first right alert's period, in event time.",
  ];
  byId("footer").append(...texts.map(text => element("p", text)));
}

function listen() {
  const frame = byId("plot"), readout = byId("readout");
  byId("search").addEventListener("input", filter);
  byId("previous").addEventListener("click", () => goBy(-1));
  byId("next").addEventListener("click", () => goBy(1));
  byId("in").addEventListener("click", () => plot.zoom(0.5));
  byId("out").addEventListener("click", () => plot.zoom(2));
  byId("earlier").addEventListener("click", () => plot.pan(-0.5));
  byId("later").addEventListener("click", () => plot.pan(0.5));
  byId("whole").addEventListener("click", () => plot.showWhole());
  const keys = {
    ArrowLeft: shift => shift ? goBy(-1) : plot.step(-1),
    ArrowRight: shift => shift ? goBy(1) : plot.step(1),
    "+": () => plot.zoom(0.5),
    "-": () => plot.zoom(2),
    0: () => plot.showWhole(),
  };
  frame.addEventListener("keydown", event => {
    const act = keys[event.key];
    if (act && plot.series && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      // Read out what the keys lead to, but not every movement of a mouse.
      readout.setAttribute("aria-live", "polite");
      act(event.shiftKey);
    }
  });
  frame.addEventListener("pointerenter", () => readout.removeAttribute("aria-live"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.series && legend(plot.series.how));
}

function fail(problem) {
  byId("failure").hidden = false;
  byId("failure").textContent = "The page could not be drawn: " + problem +
      (typeof DecompressionStream === "undefined" ? ". It needs a browser of 2023 or later." : "");
}

header();
figures();
kinds();
changes();
runSwitch();
footer();
listen();
list();
if (runs[state.run].bySeries.length > 0) {
  select(runs[state.run].bySeries[0].timeseriesId);
} else {
  byId("series").hidden = byId("table-details").hidden = true;
}
