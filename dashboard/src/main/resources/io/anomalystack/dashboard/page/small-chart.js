/* A small chart over time: its caption says what all of it shows, or the step that is pointed at. */

import {setText} from "./dom.js";
import {tick} from "./format.js";
import {colours, onThemeChange} from "./colours.js";

const MARGIN = {left: 38, right: 10, top: 10, bottom: 24};

export class SmallChart {
  #frame;
  #caption;
  #kind;
  #chart = null;
  #steps = [];
  #unit = null;
  #summary = "";
  #index = -1;

  /** kind: {type: "bar" | "line", colour, max, value(entry), describe(entry)}. */
  constructor(frame, caption, kind) {
    this.#frame = frame;
    this.#caption = caption;
    this.#kind = kind;
    new ResizeObserver(() => this.#draw()).observe(frame);
    onThemeChange(() => this.#draw());
    frame.addEventListener("pointermove", event => this.#point(this.#indexAt(event)));
    frame.addEventListener("pointerleave", () => this.#point(-1));
    frame.addEventListener("blur", () => this.#point(-1));
    frame.addEventListener("keydown", event => this.#key(event));
  }

  /** Shows steps in the order of time; of the unit see overview.js. */
  show(steps, unit, summary) {
    this.#steps = steps;
    this.#unit = unit;
    this.#summary = summary;
    this.#index = Math.min(this.#index, steps.length - 1);
    this.#frame.setAttribute("aria-label", summary);
    this.#frame.dataset.drawn = String(steps.length);
    this.#draw();
  }

  #indexAt(event) {
    const {left, width} = this.#frame.getBoundingClientRect();
    const share = (event.clientX - left - MARGIN.left) / (width - MARGIN.left - MARGIN.right);
    return share < 0 || share > 1 ? -1 : Math.min(Math.floor(share * this.#steps.length), this.#steps.length - 1);
  }

  #key(event) {
    const by = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (by && this.#steps.length > 0) {
      event.preventDefault();
      this.#caption.setAttribute("aria-live", "polite");
      const from = this.#index < 0 ? (by > 0 ? -1 : this.#steps.length) : this.#index;
      this.#point(Math.min(Math.max(from + by, 0), this.#steps.length - 1));
    }
  }

  #point(index) {
    if (index === this.#index) {
      return;
    }
    this.#chart?.dispatchAction({type: "downplay", seriesIndex: 0});
    this.#index = index;
    if (index >= 0) {
      this.#chart?.dispatchAction({type: "highlight", seriesIndex: 0, dataIndex: index});
    }
    this.#tell();
  }

  #tell() {
    const pointed = this.#steps[this.#index];
    setText(this.#caption, pointed ? this.#unit.write(pointed.start) + ": " + this.#kind.describe(pointed) : this.#summary);
  }

  #draw() {
    if (this.#frame.clientWidth === 0 || this.#unit === null) {
      return;
    }
    this.#chart ??= echarts.init(this.#frame, null, {renderer: "canvas", locale: "EN"});
    this.#chart.resize();
    const colour = colours(), main = colour[this.#kind.colour];
    this.#chart.setOption({
      animation: false,
      textStyle: {fontFamily: colour.font},
      grid: MARGIN,
      xAxis: {
        type: "category",
        data: this.#steps.map(entry => this.#unit.label(entry.start)),
        axisLine: {lineStyle: {color: colour.line}},
        axisTick: {show: false},
        axisLabel: {color: colour.muted, hideOverlap: true},
      },
      yAxis: {
        type: "value",
        min: 0,
        max: this.#kind.max,
        minInterval: 1,
        splitNumber: 2,
        axisLabel: {color: colour.muted, formatter: value => tick(value, 1)},
        splitLine: {lineStyle: {color: colour.grid}},
      },
      series: [{
        type: this.#kind.type,
        data: this.#steps.map(this.#kind.value),
        barMaxWidth: 36,
        barCategoryGap: "25%",
        showSymbol: this.#steps.length < 32,
        symbol: "circle",
        symbolSize: 6,
        lineStyle: {width: 2, color: main},
        areaStyle: this.#kind.type === "line" ? {color: colour.band} : undefined,
        itemStyle: {color: main, borderRadius: [3, 3, 0, 0]},
        emphasis: {itemStyle: {color: colour.ink}},
      }],
    });
    this.#tell();
  }
}
