/* The incidents and remedies of a series, along the axis of its chart. */

import {get} from "./api.js";
import {byId} from "./dom.js";
import {layout} from "./chart-layout.js";
import {Latest} from "./latest.js";
import {TimeLine} from "./timeline.js";

export class SeriesTimeLine {
  #section;
  #timeline;
  #latest = new Latest();
  #series = null;
  #range = null;

  constructor(section) {
    this.#section = section;
    this.#timeline = new TimeLine(section);
    new ResizeObserver(() => this.#align()).observe(section);
  }

  /** It is about a series from now on: {series, detector, dimensions}. */
  about(series) {
    this.#series = series;
  }

  /** Asks for what there is; nothing is shown where there is none of this series. */
  async show(state) {
    const series = this.#series;
    const page = await this.#latest.ask(signal => get("/api/timeline", {detector: series.detector}, signal));
    if (page === undefined) {
      return;
    }
    const has = ({name, value}) => series.dimensions.some(each => each.name === name && each.value === value);
    const incidents = page.incidents.filter(incident => incident.dimensions.every(has));
    this.#section.hidden = incidents.length + page.remedies.length === 0;
    this.#timeline.show({...page, incidents}, state);
    this.#align();
  }

  /** What the chart shows. */
  follow(from, to) {
    this.#range = [from, to];
    this.#align();
  }

  #align() {
    if (this.#range === null || this.#section.hidden) {
      return;
    }
    const [from, to] = this.#range, {left, width} = layout(byId("chart").clientWidth, byId("chart").clientHeight);
    this.#timeline.follow({left, width, from, to, x: time => left + (time - from) / (to - from) * width});
  }
}
