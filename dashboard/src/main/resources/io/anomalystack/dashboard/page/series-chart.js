/* The picture of a series: what is in view, and the point under the cursor. */

import {layout} from "./chart-layout.js";
import {listenToGestures} from "./chart-gestures.js";
import {chartOption} from "./chart-option.js";
import {Overlay} from "./chart-overlay.js";
import {colours, onThemeChange} from "./colours.js";

const LEAST_PERIODS = 10;
const CATCH = 6;

export class SeriesChart {
  #frame;
  #onView;
  #onCursor;
  #chart = null;
  #overlay;
  #colour;
  #place;
  #scale;
  #series = null;
  #detail = null;
  #cursor = null;
  #isVague = false;
  #pending = false;

  /** onView(from, to, whole) tells what is in view, onCursor(points, index) what is pointed at. */
  constructor(frame, onView, onCursor) {
    this.#frame = frame;
    this.#onView = onView;
    this.#onCursor = onCursor;
    new ResizeObserver(() => this.#drawSoon()).observe(frame);
    onThemeChange(() => this.#drawSoon());
    listenToGestures(frame, this);
  }

  /** Shows a series: all its points, perhaps sampled, from where to where they go, its period and measure. */
  show(whole, first, last, period, measure) {
    this.#series = {whole, first, last, period, measure};
    this.#detail = null;
    this.showWhole();
    this.#point(whole.length - 1);
  }

  /** Takes over that there are more points now, the later ones. */
  extend(whole, later, last) {
    const detail = this.#detail && this.#detail.to >= this.#series.last ? this.#detail.followedBy(later) : this.#detail;
    if (this.#exchange({...this.#series, whole, last}, detail)) {
      this.#point(whole.length - 1, whole);
    }
  }

  /** Takes over that there are other points now, in place of all that were shown. */
  replace(whole, first, last, period, measure) {
    const wasNewest = this.#exchange({whole, first, last, period, measure}, null);
    if (wasNewest || !whole.sampled) {
      this.#point(wasNewest ? whole.length - 1 : whole.nearest(this.#cursor), whole);
    } else {
      // The point may be missing from the sample only: finer points tell.
      this.#onCursor(whole, whole.nearest(this.#cursor));
      this.#isVague = true;
    }
  }

  /** The view stays where it is, or follows the newest point if it ends there; gives whether the cursor was at that. */
  #exchange(series, detail) {
    const {last, whole} = this.#series;
    const follows = this.to >= last, all = this.isWhole(), by = series.last - last;
    const newest = this.#cursor === whole.time[whole.length - 1];
    this.#series = series;
    this.#detail = detail;
    if (all) {
      this.showWhole();
    } else if (follows) {
      this.view(this.from + by, this.to + by);
    } else {
      this.view(this.from, this.to);
    }
    return newest;
  }

  clear() {
    this.#series = null;
  }

  /** Finer points of a part. */
  refine(points) {
    this.#detail = points;
    this.#drawSoon();
    if (this.#isVague && this.#cursor >= this.from && this.#cursor <= this.to) {
      this.pointAtTime(this.#cursor);
    }
  }

  /** Whether what is drawn of a view is all that there is of it, or nearly. */
  isFineEnough(from, to) {
    const fine = points => !points.sampled || points.to - points.from <= 4 * (to - from);
    return fine(this.#series.whole) || (this.#covers(from, to) && fine(this.#detail));
  }

  /** The points that are drawn. */
  get points() {
    return this.#series.whole.sampled && this.#covers(this.from, this.to) ? this.#detail : this.#series.whole;
  }

  #covers(from, to) {
    const {first, last} = this.#series;
    return this.#detail !== null && this.#detail.from <= Math.max(from, first) && this.#detail.to >= Math.min(to, last);
  }

  isShowing() {
    return this.#series !== null && this.#place !== undefined;
  }

  isWhole() {
    return this.from <= this.#series.first && this.to >= this.#series.last;
  }

  /** Shows a stretch of time, or the nearest that there is. */
  view(from, to) {
    const {first, last, period} = this.#series;
    const width = Math.min(Math.max(to - from, LEAST_PERIODS * period), last - first);
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(middle - width / 2, first), last - width);
    this.to = this.from + width;
    this.#drawSoon();
    this.#onView(this.from, this.to, this.isWhole());
  }

  showWhole() {
    this.view(this.#series.first, this.#series.last);
  }

  /** Shows more or less of the time around a pixel, the middle by default. */
  zoom(factor, x) {
    const around = x === undefined ? (this.from + this.to) / 2 : this.#timeAt(x);
    const {period, first, last} = this.#series;
    const width = Math.min(Math.max((this.to - this.from) * factor, LEAST_PERIODS * period), last - first);
    const share = (around - this.from) / (this.to - this.from);
    this.view(around - share * width, around + (1 - share) * width);
  }

  /** Moves the view by a share of its width. */
  pan(share) {
    const by = (this.to - this.from) * share;
    this.view(this.from + by, this.to + by);
  }

  moveBy(pixels) {
    this.pan(pixels / this.#place.width);
  }

  /** How far the plot moves where the strip's window moves by so many pixels. */
  stripPixels(pixels) {
    return pixels * (this.#series.last - this.#series.first) / (this.to - this.from);
  }

  isInStrip(y) {
    return y >= this.#place.stripTop - 4;
  }

  isInWindow(x) {
    return !this.isWhole() && x >= this.#stripX(this.from) - 6 && x <= this.#stripX(this.to) + 6;
  }

  select(range) {
    if (this.#chart) {
      const inside = x => Math.min(Math.max(x, this.#place.left), this.#place.right);
      const [x0, x1] = range ? [inside(range[0]), inside(range[1])].sort((a, b) => a - b) : [];
      this.#overlay.selection(range && [x0, x1, range[2]], this.#place, this.#colour);
    }
  }

  showBetween(x0, x1, strip) {
    const times = [x0, x1].map(x => strip ? this.#stripTimeAt(x) : this.#timeAt(x)).sort((a, b) => a - b);
    this.view(times[0], times[1]);
  }

  /** Points at what is drawn at a pixel: at a mark close by, rather than at one of many points beside it. */
  pointAt(x) {
    const points = this.points, time = this.#timeAt(Math.min(Math.max(x, this.#place.left), this.#place.right));
    let best = points.nearest(time);
    let least = Infinity;
    for (let i = points.first(this.#timeAt(x - CATCH)); i < points.length && points.time[i] <= this.#timeAt(x + CATCH); i++) {
      const away = Math.abs(points.time[i] - time);
      if ((points.alert[i] || points.silenced[i] !== null) && away < least) {
        least = away;
        best = i;
      }
    }
    this.#point(best);
  }

  /** Moves the cursor to a neighbour, and the view with it. */
  step(by) {
    const points = this.points;
    const inView = this.#cursor !== null && this.#cursor >= this.from && this.#cursor <= this.to;
    const from = inView ? points.nearest(this.#cursor) : by > 0 ? points.first(this.from) - 1 : points.first(this.to);
    const index = Math.min(Math.max(from + by, 0), points.length - 1);
    this.#follow(points.time[index]);
    this.pointAtTime(points.time[index]);
  }

  #follow(time) {
    if (time < this.from || time > this.to) {
      this.view(time - (this.to - this.from) / 2, time + (this.to - this.from) / 2);
    }
  }

  /** Points at what is next to a time. */
  pointAtTime(time) {
    this.#point(this.points.nearest(time));
  }

  /** Shows a moment with what is around it. */
  focus(time, periods) {
    const around = periods * this.#series.period;
    this.view(time - around, time + around);
    this.pointAtTime(time);
  }

  /** The anomaly before or behind the cursor, or else what is in view; null where there is none. */
  anomalyBeside(by) {
    const {whole} = this.#series;
    const from = this.#cursor !== null ? this.#cursor : by > 0 ? this.from - 1 : this.to + 1;
    for (let i = by > 0 ? whole.first(from + 1) : whole.first(from) - 1; i >= 0 && i < whole.length; i += by) {
      if (whole.alert[i]) {
        return whole.time[i];
      }
    }
    return null;
  }

  #point(index, points = this.points) {
    if (points.length === 0) {
      return;
    }
    this.#cursor = points.time[index];
    this.#isVague = false;
    this.#drawCursor();
    this.#onCursor(points, index);
  }

  #x(time) {
    return this.#place.left + (time - this.from) / (this.to - this.from) * this.#place.width;
  }

  #timeAt(x) {
    return this.from + (x - this.#place.left) / this.#place.width * (this.to - this.from);
  }

  #stripX(time) {
    const {first, last} = this.#series;
    return this.#place.left + (time - first) / (last - first) * this.#place.width;
  }

  #stripTimeAt(x) {
    const {first, last} = this.#series;
    return first + (x - this.#place.left) / this.#place.width * (last - first);
  }

  /** Draws once per frame, however often it is asked. */
  #drawSoon() {
    if (!this.#pending) {
      this.#pending = true;
      requestAnimationFrame(() => {
        this.#pending = false;
        this.#draw();
      });
    }
  }

  #draw() {
    if (this.#series === null || this.#frame.clientWidth === 0) {
      return;
    }
    if (!this.#chart) {
      this.#chart = echarts.init(this.#frame, null, {renderer: "canvas", locale: "EN"});
      this.#overlay = new Overlay(this.#chart);
    }
    this.#chart.resize();
    this.#colour = colours();
    this.#place = layout(this.#frame.clientWidth, this.#frame.clientHeight);
    const points = this.points;
    const drawn = chartOption({...this.#series, points, from: this.from, to: this.to}, this.#place, this.#colour);
    this.#scale = drawn.scale;
    this.#chart.setOption(drawn.option);
    this.#overlay.window(this.#stripX(this.from), this.#stripX(this.to), this.#place, this.#colour);
    this.#drawCursor();
    const begin = points.first(this.from), end = points.first(this.to + 1);
    Object.assign(this.#frame.dataset, {
      drawn: end - begin,
      anomalies: points.alert.slice(begin, end).filter(Boolean).length,
      from: Math.round(this.from),
      to: Math.round(this.to),
    });
  }

  #drawCursor() {
    if (!this.#overlay) {
      return;
    }
    const shown = this.#cursor !== null && this.#cursor >= this.from && this.#cursor <= this.to;
    let at = null;
    if (shown) {
      const value = this.points.value[this.points.nearest(this.#cursor)];
      const {min, max} = this.#scale;
      at = {x: this.#x(this.#cursor), y: this.#place.bottom - (value - min) / (max - min) * (this.#place.bottom - this.#place.top)};
    }
    this.#overlay.cursor(at, this.#place, this.#colour);
  }
}
