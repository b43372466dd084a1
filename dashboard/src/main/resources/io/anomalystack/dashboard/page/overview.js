/* The figures and charts of the overview. */

import {byId, element, setText} from "./dom.js";
import {clock, count, counted, moment, score, shortDay, share, UNKNOWN} from "./format.js";
import {plainName, seriesName} from "./names.js";
import {SmallChart} from "./small-chart.js";
import {addressOf, isFiltered} from "./state.js";

/** What a step of the charts over time is: how long, and how it is written alone and at an axis. */
const UNITS = {
  hour: {name: "hour", step: 3600000, write: start => shortDay(start) + ", " + clock(start), label: start => start % 86400000 === 0 ? shortDay(start) : clock(start)},
  day: {name: "day", step: 86400000, write: shortDay, label: shortDay},
};
const MOST_GAP = 400;
const MOST_TOP = 6;

export class Overview {
  #alerts = new SmallChart(byId("alerts-over-time"), byId("alerts-over-time-caption"), {
    type: "bar",
    colour: "alert",
    max: largest => largest.max < 4 ? 4 : null,
    value: entry => entry.alerts,
    describe: entry => counted(entry.alerts, "anomaly", "anomalies") + " in " + counted(entry.decisions, "decision"),
  });
  #confidence = new SmallChart(byId("confidence-over-time"), byId("confidence-over-time-caption"), {
    type: "line",
    colour: "value",
    max: 100,
    value: entry => entry.confidence,
    describe: entry => entry.confidence === null ? "not known" : "confidence " + score(entry.confidence) + " of 100",
  });

  show(overview, state) {
    const {kpis} = overview;
    setText(byId("overview-range"), overview.first === null
        ? ""
        : (isFiltered(state) ? "Filtered; " : "") + moment(overview.first) + " to " + moment(overview.latest) + " UTC");
    setText(byId("kpi-timeseries"), count(kpis.timeseries));
    setText(byId("kpi-timeseries-note"), state.detector === null
        ? "by " + counted(overview.detectors.length, "detector") : "by this detector");
    setText(byId("kpi-datapoints"), count(kpis.dataPoints));
    setText(byId("kpi-datapoints-note"), "periods decided, each once");
    setText(byId("kpi-confidence"), kpis.confidence === null ? UNKNOWN : score(kpis.confidence));
    setText(byId("kpi-confidence-note"), kpis.confidence === null
        ? "known from the first decision on" : "how mature the models are");
    setText(byId("kpi-anomalies"), count(kpis.alerts));
    setText(byId("kpi-anomalies-note"), kpis.dataPoints === 0 ? "" : share(kpis.alerts, kpis.dataPoints) + " of all data points");
    byId("kpis").setAttribute("aria-busy", "false");
    const unit = UNITS[overview.unit];
    const steps = everyStep(overview.activity, unit.step);
    setText(byId("alerts-over-time-title"), "Anomalies per " + unit.name);
    this.#alerts.show(steps, unit, alertsInWords(steps, unit));
    this.#confidence.show(steps, unit, confidenceInWords(steps, unit));
    this.#showTop(overview.topSeries, state);
  }

  #showTop(top, state) {
    const most = Math.max(...top.map(series => series.alerts));
    const list = byId("top-series");
    byId("top-series-empty").hidden = top.length > 0;
    // Built anew, a link would lose the keyboard's focus.
    const shown = JSON.stringify([top, state]);
    if (list.dataset.shown === shown) {
      return;
    }
    list.dataset.shown = shown;
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.series : null;
    list.replaceChildren(...top.slice(0, MOST_TOP).map(series => {
      const item = element("li"), link = element("a"), bar = element("span", null, "bar");
      link.href = addressOf(state, series.id);
      link.dataset.series = series.id;
      link.setAttribute("aria-label", plainName(series) + ": " + counted(series.alerts, "anomaly", "anomalies") +
          ", highest score " + score(series.highestScore));
      bar.style.width = 100 * series.alerts / most + "%";
      link.append(seriesName(series), element("b", count(series.alerts)), bar);
      item.append(link);
      return item;
    }));
    if (focused) {
      list.querySelector("[data-series='" + focused + "']")?.focus();
    }
  }
}

/** Steps without any decision are steps, too, unless that would be a great many of them. */
function everyStep(activity, step) {
  const all = [];
  for (const entry of activity) {
    const next = all.length > 0 ? all[all.length - 1].start + step : entry.start;
    if ((entry.start - next) / step < MOST_GAP) {
      for (let start = next; start < entry.start; start += step) {
        all.push({start, decisions: 0, alerts: 0, confidence: null});
      }
    }
    all.push(entry);
  }
  return all;
}

function alertsInWords(steps, unit) {
  const all = steps.reduce((sum, entry) => sum + entry.alerts, 0);
  const length = counted(steps.length, unit.name);
  if (all === 0) {
    return steps.length === 0 ? "Nothing to draw." : "No anomaly in " + length + ".";
  }
  const worst = steps.reduce((a, b) => b.alerts > a.alerts ? b : a);
  return counted(all, "anomaly", "anomalies") + " in " + length +
      (steps.filter(entry => entry.alerts === worst.alerts).length === 1 && steps.length > 1 ? ", most on " + unit.write(worst.start) + " (" + count(worst.alerts) + ")" : "") + ".";
}

function confidenceInWords(steps, unit) {
  const known = steps.filter(entry => entry.confidence !== null);
  if (known.length === 0) {
    return "Nothing to draw.";
  }
  const first = known[0], last = known[known.length - 1];
  return known.length === 1
      ? score(first.confidence) + " of 100 on " + unit.write(first.start) + "."
      : "From " + score(first.confidence) + " on " + unit.write(first.start) + " to " + score(last.confidence) + " on " + unit.write(last.start) + ".";
}
