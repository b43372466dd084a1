/* The figures and charts of the overview. */

import {byId, element, setText} from "./dom.js";
import {count, counted, day, moment, score, shortDay, share, UNKNOWN} from "./format.js";
import {plainName, seriesName} from "./names.js";
import {SmallChart} from "./small-chart.js";
import {addressOf, isFiltered} from "./state.js";

const DAY = 86400000;
const MOST_GAP = 366 * DAY;
const MOST_TOP = 6;

export class Overview {
  #alerts = new SmallChart(byId("alerts-by-day"), byId("alerts-by-day-caption"), {
    type: "bar",
    colour: "alert",
    max: largest => largest.max < 4 ? 4 : null,
    value: d => d.alerts,
    describe: d => counted(d.alerts, "anomaly", "anomalies") + " in " + counted(d.decisions, "decision"),
  });
  #confidence = new SmallChart(byId("confidence-by-day"), byId("confidence-by-day-caption"), {
    type: "line",
    colour: "value",
    max: 100,
    value: d => d.confidence,
    describe: d => d.confidence === null ? "not known" : "confidence " + score(d.confidence) + " of 100",
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
        ? "not known while learning" : "how mature the models are");
    setText(byId("kpi-anomalies"), count(kpis.alerts));
    setText(byId("kpi-anomalies-note"), kpis.dataPoints === 0 ? "" : share(kpis.alerts, kpis.dataPoints) + " of all data points");
    byId("kpis").setAttribute("aria-busy", "false");
    const days = everyDay(overview.days);
    this.#alerts.show(days, alertsInWords(days));
    this.#confidence.show(days, confidenceInWords(days));
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

/** Days without any decision are days, too, unless that would be years of them. */
function everyDay(days) {
  const known = days.map(entry => ({...entry, time: Date.parse(entry.date + "T00:00:00Z")}));
  const all = [];
  for (const entry of known) {
    const last = all[all.length - 1];
    for (let gap = last ? last.time + DAY : entry.time; gap < entry.time && entry.time - gap < MOST_GAP; gap += DAY) {
      all.push({time: gap, decisions: 0, alerts: 0, confidence: null});
    }
    all.push(entry);
  }
  return all;
}

function alertsInWords(days) {
  const all = days.reduce((sum, d) => sum + d.alerts, 0);
  if (all === 0) {
    return days.length === 0 ? "Nothing to draw." : "No anomaly in " + counted(days.length, "day") + ".";
  }
  const worst = days.reduce((a, b) => b.alerts > a.alerts ? b : a);
  return counted(all, "anomaly", "anomalies") + " in " + counted(days.length, "day") +
      (days.length > 1 ? ", most on " + shortDay(worst.time) + " (" + count(worst.alerts) + ")" : "") + ".";
}

function confidenceInWords(days) {
  const known = days.filter(d => d.confidence !== null);
  if (known.length === 0) {
    return days.length === 0 ? "Nothing to draw." : "Not known while the models are learning.";
  }
  const first = known[0], last = known[known.length - 1];
  return known.length === 1
      ? score(first.confidence) + " of 100 on " + day(first.time) + "."
      : "From " + score(first.confidence) + " on " + shortDay(first.time) + " to " + score(last.confidence) + " on " + shortDay(last.time) + ".";
}
