/* What ECharts is told to draw of a series. */

import {roundScale} from "./chart-layout.js";
import {clock, shortDay, shortened, tick} from "./format.js";

const GAP = 1.5;
const DOTS = 9;
const HOUR = 3600000;

/**
 * view: {points, whole, from, to, first, last, period, measure}; place: see chart-layout.js; colour: see
 * colours.js.
 */
export function chartOption(view, place, colour) {
  const {points, from, to} = view;
  const begin = Math.max(0, points.first(from) - 1), end = Math.min(points.length, points.first(to) + 1);
  const scale = valueScale(points, view.whole, begin, end, from, to, (place.bottom - place.top) / 56);
  return {
    scale,
    option: {
      animation: false,
      useUTC: true,
      textStyle: {fontFamily: colour.font},
      grid: [
        {...place.margin, top: place.top, height: place.bottom - place.top},
        {...place.margin, top: place.stripTop, height: place.stripBottom - place.stripTop, show: true, borderColor: colour.line, backgroundColor: "transparent"},
      ],
      xAxis: [timeAxis(from, to, place, colour), hiddenAxis("time", view.first, view.last)],
      yAxis: [valueAxis(scale, view.measure, place, colour), scoreAxis(place, colour), hiddenAxis("value", ...stripScale(view.whole))],
      series: [
        ...band(points, begin, end, scale, colour),
        scores(points, begin, end, place, colour),
        threshold(points, begin, end, from, to, colour),
        line("predicted", points, begin, end, view.period, points.predicted, {color: colour.predicted, width: 1.5, type: [5, 4]}),
        values(view, begin, end, place, colour),
        marks("filled", points, begin, end, i => points.filled[i], {symbol: "circle", symbolSize: 6, itemStyle: {color: colour.card, borderColor: colour.muted, borderWidth: 1.5, opacity: 1}}),
        marks("silenced", points, begin, end, i => points.silenced[i] !== null, {symbol: "diamond", symbolSize: 10, itemStyle: {color: colour.card, borderColor: colour.muted, borderWidth: 1.5, opacity: 1}}),
        ...limits(view, begin, end, colour),
        marks("noted", points, begin, end, i => !points.alert[i] && points.isFound(i), {symbol: "triangle", symbolRotate: 180, symbolSize: 8, itemStyle: {color: colour.card, borderColor: colour.rule, borderWidth: 1.5, opacity: 1}}),
        marks("found", points, begin, end, i => points.isFoundOnly(i), {symbol: "triangle", symbolRotate: 180, symbolSize: 10, itemStyle: {color: colour.rule, borderColor: colour.card, borderWidth: 1, opacity: 1}}),
        marks("alerts", points, begin, end, i => points.alert[i] && !points.isFoundOnly(i), {symbol: "diamond", symbolSize: 15, itemStyle: {color: colour.alert, borderColor: colour.card, borderWidth: 1.5, opacity: 1}}),
        ...strip(view.whole, colour),
      ],
    },
  };
}

function timeAxis(min, max, place, colour) {
  const label = ms => ms % (24 * HOUR) === 0 ? "{day|" + shortDay(ms) + "}" : clock(ms);
  return {
    type: "time",
    min,
    max,
    splitNumber: Math.max(3, Math.round(place.width / 110)),
    axisLine: {lineStyle: {color: colour.line}, onZero: false},
    axisTick: {lineStyle: {color: colour.line}},
    axisLabel: {color: colour.muted, hideOverlap: true, formatter: label, rich: {day: {color: colour.ink, fontWeight: 600}}},
    splitLine: {show: true, lineStyle: {color: colour.grid}},
  };
}

function valueAxis(scale, measure, place, colour) {
  return {
    type: "value",
    ...scale,
    name: shortened(measure, place.narrow ? 20 : 40),
    nameGap: 14,
    nameTextStyle: {color: colour.value, align: "left", padding: [0, 0, 0, 8 - place.left]},
    axisLabel: {color: colour.muted, formatter: value => tick(value, scale.interval), margin: place.narrow ? 5 : 8},
    splitLine: {lineStyle: {color: colour.grid}},
  };
}

function scoreAxis(place, colour) {
  return {
    type: "value",
    min: 0,
    max: 100,
    interval: 25,
    name: "anomaly score",
    nameGap: 14,
    nameTextStyle: {color: colour.alert, align: "right", padding: [0, 8 - place.margin.right, 0, 0]},
    axisLabel: {color: colour.alert, margin: place.narrow ? 4 : 8},
    splitLine: {show: false},
  };
}

function hiddenAxis(type, min, max) {
  return {gridIndex: 1, type, min, max, axisLine: {show: false}, axisTick: {show: false}, axisLabel: {show: false}, splitLine: {show: false}};
}

/** From the least to the greatest value in view; bounds far away do not press the values flat. */
function valueScale(points, whole, begin, end, from, to, about) {
  let low = Infinity, high = -Infinity;
  for (let i = begin; i < end; i++) {
    if (points.time[i] >= from && points.time[i] <= to) {
      low = Math.min(low, points.value[i]);
      high = Math.max(high, points.value[i]);
    }
  }
  if (low > high) {
    return roundScale(0, 1, about);
  }
  const positive = low >= 0;
  const span = (high - low) || Math.abs(high) * 0.2 || 1;
  const least = low - span * 0.5, greatest = high + span * 0.5;
  for (let i = begin; i < end; i++) {
    for (const column of [points.predicted, points.lower, points.upper]) {
      if (column[i] !== null && column[i] >= least && column[i] < low) {
        low = column[i];
      } else if (column[i] !== null && column[i] <= greatest && column[i] > high) {
        high = column[i];
      }
    }
  }
  // A limit is worth seeing also where the values keep away from it.
  const [lowest, highest] = stripScale(whole);
  for (const limit of whole.limits.filter(each => each.fixed)) {
    const at = limit.at.at(-1)[1];
    if (at >= lowest && at <= highest) {
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
  }
  const pad = ((high - low) || span) * 0.06;
  // What is never below zero needs no axis below zero, whatever its bounds.
  return roundScale(positive ? Math.max(0, low - pad) : low - pad, high + pad, Math.max(2, about));
}

/** Pairs of time and value, with nothing between points that do not follow each other. */
function pairs(points, begin, end, period, column) {
  const found = [];
  const most = points.sampled ? Infinity : GAP * period;
  for (let i = begin; i < end; i++) {
    if (i > begin && points.time[i] - points.time[i - 1] > most) {
      found.push([points.time[i - 1] + 1, null]);
    }
    found.push([points.time[i], column[i]]);
  }
  return found;
}

function line(id, points, begin, end, period, column, lineStyle, more) {
  return {id, type: "line", silent: true, symbol: "none", lineStyle, data: pairs(points, begin, end, period, column), z: 3, ...more};
}

/** The usual range, as one surface on top of an invisible one. */
function band(points, begin, end, scale, colour) {
  const lower = [], height = [];
  // Bounds far outside of the axis are drawn at its ends, with a margin that nobody sees.
  const outside = scale.max - scale.min;
  const clamp = value => Math.min(Math.max(value, scale.min - outside), scale.max + outside);
  for (let i = begin; i < end; i++) {
    const known = points.lower[i] !== null && points.upper[i] !== null;
    const low = known ? clamp(points.lower[i]) : null;
    lower.push([points.time[i], low]);
    height.push([points.time[i], known ? clamp(points.upper[i]) - low : null]);
  }
  const part = {type: "line", silent: true, symbol: "none", stack: "band", stackStrategy: "all", lineStyle: {opacity: 0}, z: 1};
  return [{...part, id: "lower", data: lower}, {...part, id: "band", data: height, areaStyle: {color: colour.band, opacity: 1}}];
}

/** A limit that is the same all the time goes all across; another is drawn where it is known. */
function limits({points, whole, from, to}, begin, end, colour) {
  const rule = (name, text, data) => ({
    id: "limit-" + name, type: "line", silent: true, symbol: "circle", symbolSize: 0.01, showAllSymbol: true, z: 4,
    lineStyle: {color: colour.rule, width: 1.5, type: [2, 3]},
    data: data.length === 0 ? data : [{value: data[0], label: {show: true, position: [4, -15], formatter: text, color: colour.rule, textBorderColor: colour.card, textBorderWidth: 3}}, ...data.slice(1)],
  });
  const fixed = whole.limits.filter(each => each.fixed).map(({name, at}) => {
    const limit = at.at(-1)[1];
    return rule(name, shortened(name, 24) + " " + tick(limit, 0.01), [[from, limit], [to, limit]]);
  });
  const moving = points.limits.filter(each => !each.fixed).map(({name, at}) => {
    const data = [];
    at.filter(([i]) => i >= begin && i < end).forEach(([i, limit], n, all) => {
      if (n > 0 && all[n - 1][0] + 1 < i) {
        data.push([points.time[i] - 1, null]);
      }
      data.push([points.time[i], limit]);
    });
    return rule(name, shortened(name, 24), data);
  });
  return [...fixed, ...moving];
}

function scores(points, begin, end, place, colour) {
  const data = [];
  for (let i = begin; i < end; i++) {
    if (points.score[i] > 0) {
      data.push({value: [points.time[i], points.score[i]], itemStyle: {color: points.alert[i] ? colour.score : colour.noise}});
    }
  }
  const width = Math.max(2, Math.min(8, place.width / (end - begin) * 0.5));
  return {id: "scores", type: "bar", yAxisIndex: 1, silent: true, barWidth: width, data, z: 2};
}

/** A step wherever the threshold was changed. */
function threshold(points, begin, end, from, to, colour) {
  const data = [];
  for (let i = begin; i < end; i++) {
    if (data.length === 0 || data[data.length - 1].value[1] !== points.threshold[i]) {
      data.push({value: [data.length === 0 ? from : points.time[i], points.threshold[i]]});
    }
  }
  if (data.length > 0) {
    const last = data[data.length - 1].value[1];
    data[0].label = {show: true, position: [4, -15], formatter: "threshold " + tick(data[0].value[1], 0.1), color: colour.alert, textBorderColor: colour.card, textBorderWidth: 3};
    data.push({value: [to, last]});
  }
  return {
    id: "threshold", type: "line", yAxisIndex: 1, step: "end", silent: true, symbol: "circle", symbolSize: 0.01, showAllSymbol: true,
    lineStyle: {color: colour.alert, width: 1.2, type: [6, 4]}, data, z: 4,
  };
}

function values(view, begin, end, place, colour) {
  const {points, period, from, to} = view;
  const dotted = (end - begin) * DOTS < place.width;
  const learning = points.stretches(begin, end, i => points.learning[i]).map(([start, stop]) => {
    const x0 = Math.max(points.time[start], from), x1 = Math.min(stop < points.length ? points.time[stop] : points.time[stop - 1] + period, to);
    return [{xAxis: x0, label: {show: (x1 - x0) / (to - from) * place.width > 60}}, {xAxis: x1}];
  });
  return line("values", points, begin, end, period, points.value, {color: colour.value, width: 1.6}, {
    z: 5,
    symbol: "circle",
    symbolSize: 5,
    showSymbol: dotted,
    showAllSymbol: true,
    itemStyle: {color: colour.value},
    markArea: {
      silent: true,
      itemStyle: {color: colour.idle},
      label: {position: "insideTopLeft", formatter: "learning", color: colour.muted},
      data: learning,
    },
  });
}

function marks(id, points, begin, end, condition, look) {
  const data = [];
  for (let i = begin; i < end; i++) {
    if (condition(i)) {
      data.push([points.time[i], points.value[i]]);
    }
  }
  return {id, type: "scatter", silent: true, data, z: 6, ...look};
}

function stripScale(whole) {
  let low = Infinity, high = -Infinity;
  for (const value of whole.value) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const pad = ((high - low) || Math.abs(high) || 1) * 0.12;
  return [low - pad, high + pad];
}

function strip(whole, colour) {
  const at = {xAxisIndex: 1, yAxisIndex: 2, silent: true};
  const all = [], alerts = [];
  for (let i = 0; i < whole.length; i++) {
    all.push([whole.time[i], whole.value[i]]);
    if (whole.alert[i]) {
      alerts.push([whole.time[i], whole.value[i]]);
    }
  }
  return [
    {...at, id: "strip", type: "line", symbol: "none", lineStyle: {color: colour.stem, width: 1}, data: all, z: 1},
    {...at, id: "strip-alerts", type: "scatter", symbol: "diamond", symbolSize: 7, itemStyle: {color: colour.alert, opacity: 1}, data: alerts, z: 2},
  ];
}
