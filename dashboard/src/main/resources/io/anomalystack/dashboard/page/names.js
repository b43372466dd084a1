/* What a time series is called. Names come from data and may hold anything. */

import {element} from "./dom.js";
import {shortened} from "./format.js";

const MOST = 160;
const SHORT = 24;

/** Its dimensions, or its measure where it has none; each name keeps its own direction of writing. */
export function seriesName(series) {
  const name = element("span", null, "name");
  if (series.dimensions.length === 0) {
    name.append(element("bdi", shortened(series.measure, MOST)));
  }
  for (const {name: key, value} of series.dimensions) {
    const part = element("span", null, key.length + value.length <= SHORT ? "dimension short" : "dimension");
    part.append(element("bdi", shortened(key, MOST), "key-name"), " ", valueOf(value));
    name.append(part, " ");
  }
  return name;
}

function valueOf(value) {
  return value.trim() === ""
      ? element("span", "(empty)", "muted")
      : element("bdi", shortened(value, MOST), "value");
}

/** Its measure and its detector. */
export function seriesOrigin(series) {
  const origin = element("span", null, "origin");
  origin.append(element("bdi", shortened(series.measure, MOST)), " · ", element("bdi", shortened(series.detector, MOST)));
  return origin;
}

/** Its name as one line of text, for titles and labels. */
export function plainName(series, most = MOST) {
  const dimensions = series.dimensions.map(d => d.name + "=" + d.value).join(", ");
  return shortened((dimensions ? dimensions + " · " : "") + series.measure, most).replace(/\s+/g, " ");
}
