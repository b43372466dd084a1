/* Numbers and times as people write them. All times are UTC. */

export const UNKNOWN = "–";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WHOLE = new Intl.NumberFormat("en", {maximumFractionDigits: 0});
const SIGNIFICANT = new Intl.NumberFormat("en", {maximumSignificantDigits: 6});
const COMPACT = new Intl.NumberFormat("en", {notation: "compact", maximumSignificantDigits: 4});

export function count(value) {
  return WHOLE.format(value);
}

/** Such as "1 series", "2,000 anomalies". */
export function counted(value, one, many) {
  return count(value) + " " + (value === 1 ? one : many || one + "s");
}

/** A measured value: whole numbers in full, others to six digits, the very small and large with a power of ten. */
export function number(value) {
  if (value === null || value === undefined) {
    return UNKNOWN;
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) {
    return String(Number(value.toPrecision(6)));
  }
  return size >= 1e5 || Number.isInteger(value) ? WHOLE.format(value) : SIGNIFICANT.format(value);
}

/** A value of which no more is known than how it lies in a range: to about a hundredth of that. */
export function near(value, span) {
  if (value === null || value === undefined) {
    return UNKNOWN;
  }
  const decimals = span > 0 ? Math.floor(2.5 - Math.log10(span)) : -1;
  if (decimals < 0 || decimals > 6) {
    return number(decimals < 0 && Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
  }
  return value.toLocaleString("en", {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
}

/** A number beside an axis whose ticks are so far apart. */
export function tick(value, step) {
  const size = Math.abs(value);
  if (size >= 1e4) {
    return COMPACT.format(value);
  }
  if (step < 1e-4) {
    return size < step / 2 ? "0" : String(Number(value.toPrecision(4)));
  }
  return value.toLocaleString("en", {maximumFractionDigits: Math.max(0, Math.ceil(-Math.log10(step)) + 1)});
}

/** A score or a confidence, of 100. */
export function score(value) {
  return value === null || value === undefined ? UNKNOWN : value.toFixed(1);
}

/** A share in per cent, which is never 0 where there is anything. */
export function share(part, whole) {
  const percent = 100 * part / whole;
  return percent === 0 ? "0 %" : percent < 0.01 ? "under 0.01 %" : Number(percent.toPrecision(2)) + " %";
}

/** Such as 29 Aug 2024. */
export function day(ms) {
  const date = new Date(ms);
  return date.getUTCDate() + " " + MONTHS[date.getUTCMonth()] + " " + date.getUTCFullYear();
}

/** Such as 29 Aug, for axes. */
export function shortDay(ms) {
  const date = new Date(ms);
  return date.getUTCDate() + " " + MONTHS[date.getUTCMonth()];
}

/** Such as 13:35, with seconds where there are any. */
export function clock(ms) {
  const text = new Date(ms).toISOString();
  return text.slice(11, ms % 60000 === 0 ? 16 : ms % 1000 === 0 ? 19 : 23);
}

/** Such as 29 Aug 2024, 13:35. */
export function moment(ms) {
  return day(ms) + ", " + clock(ms);
}

/** How long ago something was, as one says it. */
export function ago(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  for (const [most, size, unit] of [[90, 1, "s"], [5400, 60, "min"], [172800, 3600, "h"]]) {
    if (seconds < most) {
      return count(Math.round(seconds / size)) + " " + unit + " ago";
    }
  }
  return counted(Math.round(seconds / 86400), "day") + " ago";
}

/** A length of time, such as 1 min or 90 s. */
export function duration(ms) {
  for (const [size, unit] of [[86400000, "day"], [3600000, "h"], [60000, "min"], [1000, "s"]]) {
    if (ms >= size && ms % size === 0) {
      return unit === "day" ? counted(ms / size, "day") : count(ms / size) + " " + unit;
    }
  }
  return count(ms) + " ms";
}

/** A text that is not longer than so many characters as people count them. */
export function shortened(text, most) {
  if (text.length <= most) {
    return text;
  }
  const parts = new Intl.Segmenter("en").segment(text.slice(0, 16 * most));
  let short = "", n = 0;
  for (const {segment} of parts) {
    if (++n > most || short.length + segment.length > 4 * most) {
      return short + "…";
    }
    short += segment;
  }
  return short.length < text.length ? short + "…" : text;
}
