/* Where things are in the chart of a series: a large plot, and below it a strip of all there is. */

const STRIP = 34;
const STRIP_BOTTOM = 6;
const AXIS = 26;

export function layout(width, height) {
  const narrow = width < 560;
  const left = narrow ? 44 : 62, right = narrow ? 30 : 44, top = 32;
  const stripTop = height - STRIP_BOTTOM - STRIP;
  const bottom = stripTop - AXIS;
  return {narrow, left, right: width - right, top, bottom, stripTop, stripBottom: stripTop + STRIP, width: width - left - right, margin: {left, right}};
}

/** Round steps between the least and the greatest value, and an axis that ends on them. */
export function roundScale(low, high, about) {
  const span = (high - low) || Math.abs(high) || 1;
  const rough = span / about;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * [1, 2, 2.5, 5, 10].find(factor => factor * magnitude >= rough * 0.999);
  return {min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step, interval: step};
}
