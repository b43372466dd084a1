/* One series: its figures, its picture, its anomalies. */

import {AnomalyList} from "./anomalies.js";
import {get} from "./api.js";
import {byId, element, setText} from "./dom.js";
import {count, counted, duration, moment, number, score, shortened} from "./format.js";
import {Latest} from "./latest.js";
import {Loading} from "./loading.js";
import {plainName, seriesName} from "./names.js";
import {Points} from "./points.js";
import {PointsTable} from "./points-table.js";
import {tellProblem} from "./problems.js";
import {showFindings} from "./findings.js";
import {showReadout, speakReadout} from "./readout.js";
import {SeriesChart} from "./series-chart.js";
import {SeriesTimeLine} from "./series-timeline.js";

const AROUND = 60;
const REST = 150;
/** So many points are drawn quickly; a series that grew beyond is asked for anew, as a sample. */
const MOST = 12000;
const DEFAULT_PERIOD = 1000;

export class SeriesView {
  #view = byId("series-view");
  #loading = new Loading(this.#view);
  #refining = new Loading(byId("chart"));
  #latest = new Latest();
  #finer = new Latest();
  #growing = new Latest();
  #anomalies = new AnomalyList(byId("series-anomalies"), () =>
      ["No anomaly of this series so far.", "A model learns first what is usual; after that, what is not appears here with the reason."]);
  #table = new PointsTable();
  #timeline = new SeriesTimeLine(byId("series-timeline"));
  #chart = new SeriesChart(byId("chart"), (from, to, whole) => this.#onView(from, to, whole), (points, index) => {
    showReadout(points, index);
    showFindings(points, index);
  });
  #state = null;
  #series = null;
  #whole = null;
  #measure = null;
  #resting = null;
  #change;

  /** change({at}) and change({measure}) are called when the user goes to another anomaly or measure. */
  constructor(change) {
    this.#change = change;
    this.#listen();
  }

  /** What the series is called, for the title of the page; null where there is none. */
  get title() {
    return this.#series && plainName(this.#series, 80);
  }

  /** Shows the series of a state, at its moment if it has one. */
  async show(state) {
    this.#state = state;
    if (this.#series?.id !== state.series) {
      await this.#open(state);
    } else if (state.measure !== this.#measure) {
      await this.#turnTo(state.measure);
    } else {
      this.#stay(state);
    }
    if (this.#state !== state || this.#series === null) {
      return;
    }
    await this.#anomalies.retry();
    this.#anomalies.mark(state.series, state.at);
    await this.#timeline.show(state);
    this.#view.dataset.series = state.series;
  }

  async #open(state) {
    this.#dropDetails();
    this.#view.dataset.series = "";
    this.#chart.clear();
    this.#series = null;
    const listed = this.#anomalies.show(state, {series: state.series});
    // It is waited for below; until then its failure is nobody's.
    listed.catch(() => {});
    const loaded = await this.#loading.run(() => this.#latest.ask(signal => this.#load(state.series, state.measure, signal)));
    if (loaded === undefined) {
      return;
    }
    this.#take(loaded, state.measure);
    byId("series-title").replaceChildren(seriesName(this.#series));
    this.#chart.show(...this.#picture());
    this.#goTo(state.at);
    await listed;
  }

  /** Measures that are judged together are drawn one at a time, as each has its own unit; view and cursor stay. */
  async #turnTo(measure) {
    this.#dropDetails();
    const {id} = this.#series;
    const loaded = await this.#loading.run(() => this.#latest.ask(signal => this.#load(id, measure, signal)));
    if (loaded !== undefined) {
      this.#finer.drop();
      this.#take(loaded, measure);
      this.#chart.replace(...this.#picture());
    }
  }

  #stay(state) {
    // A measure that was turned to and is not wanted any more.
    this.#latest.drop();
    this.#offerMeasures();
    this.#goTo(state.at);
    if (state.at !== null && byId("chart").getBoundingClientRect().top < 0) {
      byId("picture").scrollIntoView();
    }
  }

  /** A series with all its points of a measure. */
  async #load(id, measure, signal) {
    const series = await get("/api/series/" + encodeURIComponent(id), {}, signal);
    return {series, whole: await this.#allPoints(series, measure, signal)};
  }

  #take({series, whole}, measure) {
    this.#series = series;
    this.#whole = whole;
    this.#measure = measure;
    this.#offerMeasures();
    this.#tell();
  }

  /** What the chart draws. */
  #picture() {
    return [this.#whole, this.#series.first, endOf(this.#series), spacing(this.#series), this.#drawnMeasure()];
  }

  #drawnMeasure() {
    return this.#measure ?? this.#series.measures[0] ?? this.#series.measure;
  }

  #offerMeasures() {
    const set = byId("measures");
    set.hidden = this.#series.measures.length < 2;
    if (set.dataset.series !== this.#series.id) {
      set.dataset.series = this.#series.id;
      set.querySelectorAll("label").forEach(label => label.remove());
      for (const measure of this.#series.measures) {
        const label = element("label"), radio = element("input");
        radio.type = "radio";
        radio.name = "measure";
        radio.value = measure;
        radio.addEventListener("change", () => this.#change({measure}));
        label.append(radio, shortened(measure, 60));
        set.append(label);
      }
    }
    for (const radio of set.querySelectorAll("input")) {
      radio.checked = radio.value === this.#drawnMeasure();
    }
  }

  /** Forgets what it showed, as it will be shown anew. */
  leave() {
    this.#latest.drop();
    this.#dropDetails();
    this.#series = null;
    this.#chart.clear();
  }

  /** What is asked for the points of before must not come to lie among those that follow. */
  #dropDetails() {
    this.#growing.drop();
    this.#finer.drop();
    clearTimeout(this.#resting);
  }

  /** Takes over what was decided since, or anew. */
  async refresh() {
    if (this.#series === null) {
      return;
    }
    const before = this.#whole, {id} = this.#series, measure = this.#measure;
    const now = await this.#growing.ask(signal => this.#since(this.#series, before, measure, signal));
    if (this.#series?.id !== id) {
      return;
    }
    if (now !== undefined && this.#measure === measure) {
      this.#update(now, before);
    }
    await Promise.all([this.#anomalies.refresh(), this.#timeline.show(this.#state)]);
    this.#anomalies.mark(this.#state.series, this.#state.at);
  }

  #update(now, before) {
    const isOther = !now.later && !now.whole.equals(before);
    this.#take(now, this.#measure);
    if (now.later) {
      this.#chart.extend(now.whole, now.later, endOf(now.series));
    } else if (isOther) {
      this.#finer.drop();
      this.#chart.replace(...this.#picture());
    }
  }

  /**
   * The series as it is now: with the later points where it only grew. Else all of it, as decisions may have been
   * replaced, such as by a replay with another threshold.
   */
  async #since(shown, before, measure, signal) {
    const series = await get("/api/series/" + encodeURIComponent(shown.id), {}, signal);
    if (series.latest > shown.latest && series.first === shown.first) {
      const later = await this.#points(series, shown.latest, endOf(series), measure, signal);
      if (before.isContinuedBy(later) && series.alerts === shown.alerts + later.anomaliesAfter(shown.latest)) {
        const whole = before.followedBy(later);
        return {series, later, whole: whole.length < MOST ? whole : await this.#allPoints(series, measure, signal)};
      }
    }
    return {series, whole: await this.#allPoints(series, measure, signal)};
  }

  #allPoints(series, measure, signal) {
    return this.#points(series, series.first, endOf(series), measure, signal);
  }

  async #points(series, from, to, measure, signal) {
    const range = {from: Math.floor(from), to: Math.ceil(to), measure};
    return new Points(await get("/api/series/" + encodeURIComponent(series.id) + "/points", range, signal));
  }

  #tell() {
    const series = this.#series;
    setText(byId("series-about"), shortened(series.measure, 200) + shareInWords(this.#whole.shareOf) + " · detector " + shortened(series.detector, 200) +
        " · periods of " + duration(periodOf(series)) + " · since " + moment(series.first) + " UTC");
    setText(byId("legend-value"), shortened(this.#drawnMeasure(), 30));
    const facts = [
      ["Newest value", number(series.value), moment(series.latest)],
      ["Newest score", score(series.score), "of 100"],
      ["Anomalies", count(series.alerts), series.lastAlert === null ? "none so far" : "last " + moment(series.lastAlert)],
      ["Confidence", score(series.confidence), series.stage === "LEARNING" ? "the model is learning" : "of 100"],
      ["Data points", count(series.dataPoints), ""],
    ];
    byId("series-facts").replaceChildren(...facts.map(([name, value, note]) => {
      const fact = element("div");
      fact.append(element("dt", name), element("dd", value, "number"), element("dd", note, "note"));
      return fact;
    }));
    byId("chart").setAttribute("aria-label", "Values and anomaly scores of " + plainName(series) + ": " +
        counted(series.dataPoints, "point") + ", " + counted(series.alerts, "anomaly", "anomalies"));
    const any = column => this.#whole[column].some(entry => entry);
    byId("legend-silenced").hidden = !any("silenced");
    byId("legend-filled").hidden = !any("filled");
    byId("legend-learning").hidden = !any("learning");
    byId("legend-limit").hidden = this.#whole.limits.length === 0;
    byId("legend-found").hidden = !this.#whole.time.some((_, i) => this.#whole.isFound(i));
    const shared = {series: series.id, detector: series.detector, dimensions: series.dimensions};
    this.#timeline.about(shared);
    byId("previous").disabled = byId("next").disabled = !any("alert");
    byId("chart").dataset.total = String(series.dataPoints);
  }

  #goTo(at) {
    this.#anomalies.mark(this.#state.series, at);
    if (at !== null) {
      this.#chart.focus(at, AROUND);
    }
  }

  #goBy(by) {
    const at = this.#chart.anomalyBeside(by);
    if (at !== null) {
      this.#change({at});
    }
  }

  #onView(from, to, whole) {
    byId("whole").disabled = byId("out").disabled = byId("earlier").disabled = byId("later").disabled = whole;
    this.#tellRange(from, to, whole);
    this.#timeline.follow(from, to);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#refine(from, to, whole).catch(tellProblem), REST);
  }

  #tellRange(from, to, whole) {
    const unit = periodOf(this.#series) < 60000 ? 1000 : 60000;
    const points = this.#chart.points;
    setText(byId("range"), moment(Math.floor(from / unit) * unit) + " to " + moment(Math.ceil(to / unit) * unit) + " UTC. " +
        (whole ? "Drag or turn the wheel to zoom; arrow keys go from point to point." : "Double-click shows all.") +
        (points.sampled ? " Drawn from " + count(points.length) + " of " + counted(points.total, "point") +
            ": highest and lowest values and all anomalies; zooming in shows the rest." : ""));
  }

  /** Asks for finer points of what is in view and of as much on both sides, once the view is at rest. */
  async #refine(from, to, whole) {
    if (!this.#chart.isFineEnough(from, to)) {
      const {first} = this.#series, last = endOf(this.#series), margin = (to - from) / 2;
      const finer = await this.#refining.run(() => this.#finer.ask(signal =>
          this.#points(this.#series, Math.max(first, from - margin), Math.min(last, to + margin), this.#measure, signal)));
      if (finer === undefined) {
        return;
      }
      this.#chart.refine(finer);
      this.#tellRange(from, to, whole);
    }
    this.#table.show(this.#chart.points, from, to);
  }

  #listen() {
    const chart = this.#chart, frame = byId("chart");
    byId("previous").addEventListener("click", () => this.#goBy(-1));
    byId("next").addEventListener("click", () => this.#goBy(1));
    byId("in").addEventListener("click", () => chart.zoom(0.5));
    byId("out").addEventListener("click", () => chart.zoom(2));
    byId("earlier").addEventListener("click", () => chart.pan(-0.5));
    byId("later").addEventListener("click", () => chart.pan(0.5));
    byId("whole").addEventListener("click", () => chart.showWhole());
    const keys = {
      ArrowLeft: shift => shift ? this.#goBy(-1) : chart.step(-1),
      ArrowRight: shift => shift ? this.#goBy(1) : chart.step(1),
      "+": () => chart.zoom(0.5),
      "=": () => chart.zoom(0.5),
      "-": () => chart.zoom(2),
      0: () => chart.showWhole(),
    };
    frame.addEventListener("keydown", event => {
      const act = keys[event.key];
      if (act && chart.isShowing() && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        speakReadout(true);
        act(event.shiftKey);
      }
    });
    frame.addEventListener("pointerenter", () => speakReadout(false));
  }
}

/** What a utilisation is a share of. */
function shareInWords(shareOf) {
  return shareOf === null ? "" : ", share of " + number(shareOf.tflops) + " TFLOPS, " + shortened(shareOf.gpu.replaceAll("-", " "), 30) + " " + shortened(shareOf.precision, 20);
}

function periodOf(series) {
  return series.period || DEFAULT_PERIOD;
}

/** How far points are apart: where each record is a point, much more than the second that it stands for. */
function spacing(series) {
  const mean = (series.latest - series.first) / Math.max(1, series.dataPoints - 1);
  return series.period === DEFAULT_PERIOD ? Math.max(DEFAULT_PERIOD, mean) : periodOf(series);
}

function endOf(series) {
  return series.latest + periodOf(series);
}
