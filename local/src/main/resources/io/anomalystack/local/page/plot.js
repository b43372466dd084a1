/* Draws one series on a canvas: values above, scores below, labelled windows behind both. */

const MARGIN = {left: 54, right: 34, top: 20, bottom: 38};
const STRIP = 0.24;
const STRIP_GAP = 14;
const LEAST_WINDOW = 3;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200,
  86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000].map(s => s * 1000);
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The marks by which findings are told apart, not by colour alone. */
const MARKS = {
  right(context, x, y, r) {
    context.arc(x, y, r, 0, 2 * Math.PI);
  },
  false(context, x, y, r) {
    context.moveTo(x, y - r * 1.25);
    context.lineTo(x + r * 1.2, y + r);
    context.lineTo(x - r * 1.2, y + r);
    context.closePath();
  },
  missed(context, x, y, r) {
    context.moveTo(x, y - r * 1.25);
    context.lineTo(x + r * 1.25, y);
    context.lineTo(x, y + r * 1.25);
    context.lineTo(x - r * 1.25, y);
    context.closePath();
  },
};

class Plot {
  constructor(frame, canvas, onView, onCursor) {
    this.frame = frame;
    this.canvas = canvas;
    this.onView = onView;
    this.onCursor = onCursor;
    this.series = null;
    this.cursor = -1;
    this.drag = null;
    new ResizeObserver(() => this.draw()).observe(frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.listen();
  }

  /** Shows a series: its points, how it is drawn, and the findings in the order of time. */
  show(points, how, findings) {
    this.series = {points, how, findings};
    this.cursor = -1;
    this.half = how.period / 2;
    const last = points.time[points.n - 1] + (how.period || 1000);
    this.whole = [points.time[0], last];
    this.view(this.whole[0], this.whole[1]);
  }

  /** Shows a stretch of time, or the nearest that there is. */
  view(from, to) {
    const least = Math.max(8 * (this.series.how.period || 100), 800);
    const width = Math.min(Math.max(to - from, least), this.whole[1] - this.whole[0]);
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(middle - width / 2, this.whole[0]), this.whole[1] - width);
    this.to = this.from + width;
    this.draw();
    this.onView(this.from, this.to, this.from <= this.whole[0] && this.to >= this.whole[1]);
  }

  zoom(factor, around) {
    const middle = around === undefined ? (this.from + this.to) / 2 : around;
    this.view(middle - (middle - this.from) * factor, middle + (this.to - middle) * factor);
  }

  pan(share) {
    const by = (this.to - this.from) * share;
    this.view(this.from + by, this.to + by);
  }

  showWhole() {
    this.view(this.whole[0], this.whole[1]);
  }

  /** Shows a finding with what is around it. */
  focus(finding) {
    const around = Math.max(40 * (this.series.how.period || 1000), 2 * (finding.end - finding.start));
    this.view(finding.start - around, finding.end + around);
    this.setCursor(this.nearest(finding.at + this.half));
  }

  setCursor(index) {
    this.cursor = index;
    this.onCursor(index);
    this.draw();
  }

  /** Moves the cursor to a neighbour, and the view with it. */
  step(by) {
    const last = this.series.points.n - 1;
    const from = this.cursor < 0 ? (by > 0 ? this.first(this.from) - 1 : this.first(this.to)) : this.cursor;
    const index = Math.min(Math.max(from + by, 0), last);
    const time = this.middle(index);
    if (time < this.from || time > this.to) {
      this.view(time - (this.to - this.from) / 2, time + (this.to - this.from) / 2);
    }
    this.setCursor(index);
  }

  /** Where a point is drawn: in the middle of its period. */
  middle(index) {
    return this.series.points.time[index] + this.half;
  }

  /** The first point at or behind a time. */
  first(time) {
    const {points} = this.series;
    let low = 0, high = points.n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.middle(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  nearest(time) {
    const after = Math.min(this.first(time), this.series.points.n - 1);
    const before = Math.max(after - 1, 0);
    return time - this.middle(before) < this.middle(after) - time ? before : after;
  }

  x(time) {
    return MARGIN.left + (time - this.from) / (this.to - this.from) * this.width;
  }

  timeAt(x) {
    return this.from + (x - MARGIN.left) / this.width * (this.to - this.from);
  }

  y(value) {
    return MARGIN.top + (this.high - value) / (this.high - this.low) * this.valueHeight;
  }

  scoreY(score) {
    return this.bottom - Math.min(100, score) / 100 * this.stripHeight;
  }

  colour(name) {
    return this.style.getPropertyValue("--" + name).trim();
  }

  draw() {
    if (!this.series || !this.frame.clientWidth) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    const width = this.frame.clientWidth, height = this.frame.clientHeight;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.style = getComputedStyle(document.documentElement);
    const context = this.context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    this.width = width - MARGIN.left - MARGIN.right;
    this.bottom = height - MARGIN.bottom;
    const inside = this.bottom - MARGIN.top;
    this.stripHeight = inside * STRIP;
    this.valueHeight = inside - this.stripHeight - STRIP_GAP;
    this.begin = Math.max(0, this.first(this.from) - 1);
    this.end = Math.min(this.series.points.n, this.first(this.to) + 1);
    this.scale();
    this.drawAxes();
    context.save();
    context.beginPath();
    context.rect(MARGIN.left, 0, this.width, this.bottom + 1);
    context.clip();
    this.drawLearning();
    this.drawWindows();
    this.drawBand();
    this.drawPredicted();
    this.drawValues();
    this.drawScores();
    this.drawCursor();
    this.drawAlerts();
    this.drawDrag();
    context.restore();
    this.canvas.dataset.drawn = String(this.end - this.begin);
  }

  /** From the least to the greatest value in view; bounds far away do not press the values flat. */
  scale() {
    const {value, predicted, lower, upper} = this.series.points;
    let low = Infinity, high = -Infinity;
    for (let i = this.begin; i < this.end; i++) {
      low = Math.min(low, value[i]);
      high = Math.max(high, value[i]);
    }
    const span = (high - low) || Math.abs(high) * 0.2 || 1;
    const least = low - span * 0.5, greatest = high + span * 0.5;
    for (const column of [predicted, lower, upper]) {
      for (let i = this.begin; column && i < this.end; i++) {
        if (column[i] >= least && column[i] < low) {
          low = column[i];
        } else if (column[i] <= greatest && column[i] > high) {
          high = column[i];
        }
      }
    }
    const pad = ((high - low) || span) * 0.07;
    this.low = low - pad;
    this.high = high + pad;
  }

  drawAxes() {
    const context = this.context;
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const tick of valueTicks(this.low, this.high, this.valueHeight / 48)) {
      const y = Math.round(this.y(tick)) + 0.5;
      this.rule(MARGIN.left, y, MARGIN.left + this.width, y, this.colour("grid"));
      context.fillStyle = this.colour("muted");
      context.fillText(Math.abs(tick) >= 10000 ? COMPACT.format(tick) : number(tick), MARGIN.left - 7, y);
    }
    context.textAlign = "left";
    for (const score of [0, 50, 100]) {
      const y = Math.round(this.scoreY(score)) + 0.5;
      this.rule(MARGIN.left, y, MARGIN.left + this.width, y, this.colour(score === 0 ? "line" : "grid"));
      context.fillStyle = this.colour("muted");
      context.fillText(String(score), MARGIN.left + this.width + 6, y);
    }
    context.textAlign = "right";
    context.fillText("score", MARGIN.left - 7, this.scoreY(50));
    this.drawTimes();
  }

  drawTimes() {
    const context = this.context;
    const step = STEPS.find(s => (this.to - this.from) / s <= Math.max(2, this.width / 84)) || STEPS[STEPS.length - 1];
    context.textAlign = "center";
    context.textBaseline = "top";
    let dated = false;
    for (let time = Math.ceil(this.from / step) * step; time <= this.to; time += step) {
      const x = Math.round(this.x(time)) + 0.5;
      this.rule(x, MARGIN.top, x, this.bottom, this.colour("grid"));
      context.fillStyle = this.colour("muted");
      const date = new Date(time);
      const day = date.getUTCDate() + " " + MONTHS[date.getUTCMonth()];
      if (step >= STEPS[17]) {
        context.fillText(day, x, this.bottom + 7);
        if (!dated || (date.getUTCMonth() === 0 && date.getUTCDate() <= step / STEPS[17])) {
          context.fillText(String(date.getUTCFullYear()), x, this.bottom + 22);
        }
      } else {
        context.fillText(date.toISOString().slice(11, step < 60000 ? 19 : 16), x, this.bottom + 7);
        if (!dated || time % STEPS[17] === 0) {
          context.fillText(day, x, this.bottom + 22);
        }
      }
      dated = true;
    }
  }

  rule(x0, y0, x1, y1, colour) {
    this.context.strokeStyle = colour;
    this.context.beginPath();
    this.context.moveTo(x0, y0);
    this.context.lineTo(x1, y1);
    this.context.stroke();
  }

  /** Stretches in which the model learned: their decisions do not count. */
  drawLearning() {
    const {judgement, time} = this.series.points;
    const context = this.context;
    for (let i = this.begin; i < this.end; i++) {
      if (judgement[i] !== LEARNING) {
        continue;
      }
      const start = i;
      while (i + 1 < this.end && judgement[i + 1] === LEARNING) {
        i++;
      }
      const x0 = this.x(time[start]), x1 = this.x(i + 1 < this.series.points.n ? time[i + 1] : this.to);
      context.fillStyle = this.colour("idle");
      context.fillRect(x0, MARGIN.top, x1 - x0, this.bottom - MARGIN.top);
      if (x1 - x0 > 64) {
        context.fillStyle = this.colour("muted");
        context.textAlign = "left";
        context.textBaseline = "top";
        context.fillText("learning", Math.max(x0, MARGIN.left) + 6, MARGIN.top + 5);
      }
    }
  }

  drawWindows() {
    const context = this.context;
    for (const finding of this.series.findings) {
      if (finding.type === "false" || finding.end < this.from || finding.start > this.to) {
        continue;
      }
      let x0 = this.x(finding.start), x1 = this.x(finding.end);
      if (x1 - x0 < LEAST_WINDOW) {
        const middle = (x0 + x1) / 2;
        x0 = middle - LEAST_WINDOW / 2;
        x1 = middle + LEAST_WINDOW / 2;
      }
      const height = this.bottom - MARGIN.top;
      const name = finding.type === "found" ? "found" : finding.type === "missed" ? "missed" : null;
      context.fillStyle = name ? this.colour(name + "-soft") : this.colour("idle");
      context.fillRect(x0, MARGIN.top, x1 - x0, height);
      if (finding.type === "missed") {
        context.fillStyle = hatch(context, this.colour("missed-soft"));
        context.fillRect(x0, MARGIN.top, x1 - x0, height);
      }
      context.fillStyle = this.colour(name || "stem");
      context.fillRect(x0, MARGIN.top - 2, x1 - x0, 2);
      if (name) {
        this.mark(name === "found" ? "right" : "missed", (x0 + x1) / 2, MARGIN.top - 9, 4.5, name);
      }
    }
  }

  /** Where the model expects values to be. */
  drawBand() {
    const {lower, upper} = this.series.points;
    if (!lower || !upper) {
      return;
    }
    const context = this.context;
    context.fillStyle = this.colour("band");
    for (const [from, to] of this.stretches(i => !Number.isNaN(lower[i]) && !Number.isNaN(upper[i]))) {
      context.beginPath();
      for (let i = from; i < to; i++) {
        context.lineTo(this.x(this.middle(i)), this.clampedY(upper[i]));
      }
      for (let i = to - 1; i >= from; i--) {
        context.lineTo(this.x(this.middle(i)), this.clampedY(lower[i]));
      }
      context.fill();
    }
  }

  clampedY(value) {
    return Math.min(Math.max(this.y(value), MARGIN.top), MARGIN.top + this.valueHeight);
  }

  drawPredicted() {
    const {predicted} = this.series.points;
    if (!predicted) {
      return;
    }
    const context = this.context;
    context.strokeStyle = this.colour("predicted");
    context.lineWidth = 1.5;
    for (const [from, to] of this.stretches(i => !Number.isNaN(predicted[i]))) {
      context.beginPath();
      if (to - from === 1) {
        const x = this.x(this.middle(from)), y = this.clampedY(predicted[from]);
        context.setLineDash([]);
        context.moveTo(x - 5, y);
        context.lineTo(x + 5, y);
      } else {
        context.setLineDash([4, 3]);
        for (let i = from; i < to; i++) {
          context.lineTo(this.x(this.middle(i)), this.clampedY(predicted[i]));
        }
      }
      context.stroke();
    }
    context.setLineDash([]);
  }

  drawValues() {
    const {value} = this.series.points;
    const context = this.context;
    context.strokeStyle = context.fillStyle = this.colour("value");
    context.lineWidth = 1.4;
    context.lineJoin = "round";
    const dotted = (this.end - this.begin) * 9 < this.width;
    for (const [from, to] of this.stretches(() => true)) {
      context.beginPath();
      for (let i = from; i < to; i++) {
        context.lineTo(this.x(this.middle(i)), this.y(value[i]));
      }
      context.stroke();
      for (let i = from; i < to && (dotted || to - from === 1); i++) {
        context.beginPath();
        context.arc(this.x(this.middle(i)), this.y(value[i]), 2.2, 0, 2 * Math.PI);
        context.fill();
      }
    }
  }

  /** Points in view that follow each other without a gap, as far as they fulfil a condition. */
  stretches(condition) {
    const {time} = this.series.points;
    const {period, points, drawn} = this.series.how;
    const most = period && points === drawn ? 1.5 * period : Infinity;
    const found = [];
    for (let i = this.begin; i < this.end; i++) {
      if (!condition(i)) {
        continue;
      }
      const from = i;
      while (i + 1 < this.end && condition(i + 1) && time[i + 1] - time[i] <= most) {
        i++;
      }
      found.push([from, i + 1]);
    }
    return found;
  }

  drawScores() {
    const {score, judgement} = this.series.points;
    const context = this.context;
    const width = Math.max(1.5, Math.min(6, this.width / (this.end - this.begin) * 0.6));
    for (let i = this.begin; i < this.end; i++) {
      if (score[i] > 0) {
        context.fillStyle = this.colour(
            judgement[i] === RIGHT ? "found" : judgement[i] === FALSE ? "false" : "stem");
        const y = this.scoreY(score[i]);
        context.fillRect(this.x(this.middle(i)) - width / 2, y, width, this.bottom - y);
      }
    }
    const {threshold} = this.series.how;
    const y = Math.round(this.scoreY(threshold)) + 0.5;
    context.lineWidth = 1;
    context.setLineDash([5, 4]);
    this.rule(MARGIN.left, y, MARGIN.left + this.width, y, this.colour("ink"));
    context.setLineDash([]);
    context.fillStyle = this.colour("ink");
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillText("threshold " + number(threshold), MARGIN.left + 5, y - 1);
  }

  drawAlerts() {
    const {judgement, value} = this.series.points;
    for (let i = this.begin; i < this.end; i++) {
      if (judgement[i] === RIGHT || judgement[i] === FALSE) {
        const right = judgement[i] === RIGHT;
        this.mark(right ? "right" : "false", this.x(this.middle(i)), this.y(value[i]), 5, right ? "found" : "false");
      }
    }
  }

  /** A mark; what is missing is hollow. */
  mark(shape, x, y, r, colour) {
    drawMark(this.context, shape, x, y, r, this.colour(colour), this.colour("card"));
  }

  drawCursor() {
    if (this.cursor < 0) {
      return;
    }
    const x = this.x(this.middle(this.cursor));
    this.context.lineWidth = 1;
    this.rule(x, MARGIN.top, x, this.bottom, this.colour("muted"));
    this.context.fillStyle = this.colour("ink");
    this.context.beginPath();
    this.context.arc(x, this.y(this.series.points.value[this.cursor]), 3.2, 0, 2 * Math.PI);
    this.context.fill();
  }

  drawDrag() {
    if (this.drag && this.drag.moved) {
      const {x0, x1} = this.drag;
      this.context.fillStyle = this.colour("band");
      this.context.fillRect(Math.min(x0, x1), MARGIN.top, Math.abs(x1 - x0), this.bottom - MARGIN.top);
    }
  }

  listen() {
    const x = event => event.clientX - this.frame.getBoundingClientRect().left;
    this.frame.addEventListener("pointermove", event => {
      if (!this.series) {
        return;
      }
      if (this.drag) {
        this.drag.x1 = x(event);
        this.drag.moved ||= Math.abs(this.drag.x1 - this.drag.x0) > 6;
      }
      this.setCursor(this.nearest(this.timeAt(x(event))));
    });
    this.frame.addEventListener("pointerdown", event => {
      if (this.series && event.button === 0) {
        this.drag = {x0: x(event), x1: x(event), moved: false};
        this.frame.setPointerCapture(event.pointerId);
      }
    });
    this.frame.addEventListener("pointerup", () => {
      const drag = this.drag;
      this.drag = null;
      if (drag && drag.moved) {
        const times = [this.timeAt(drag.x0), this.timeAt(drag.x1)].sort((a, b) => a - b);
        this.view(times[0], times[1]);
      }
    });
    this.frame.addEventListener("pointercancel", () => {
      this.drag = null;
    });
    this.frame.addEventListener("dblclick", () => this.showWhole());
  }
}

function drawMark(context, shape, x, y, r, colour, background) {
  context.beginPath();
  MARKS[shape](context, x, y, r);
  context.lineWidth = shape === "missed" ? 1.8 : 1.5;
  context.strokeStyle = shape === "missed" ? colour : background;
  context.fillStyle = shape === "missed" ? background : colour;
  context.fill();
  context.stroke();
}

/** Round numbers between two others, about so many. */
function valueTicks(low, high, about) {
  const rough = (high - low) / Math.max(2, about);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * ([1, 2, 2.5, 5, 10].find(m => m * magnitude >= rough) || 10);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

function hatch(context, colour) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const lines = tile.getContext("2d");
  lines.strokeStyle = colour;
  lines.lineWidth = 2;
  lines.beginPath();
  for (const offset of [-8, 0, 8]) {
    lines.moveTo(offset, 8);
    lines.lineTo(offset + 8, 0);
  }
  lines.stroke();
  return context.createPattern(tile, "repeat");
}
