/* The data inside of the page, and how it is written for people. */

const LEARNING = 0, QUIET = 1, RIGHT = 2, FALSE = 3;
const UNKNOWN = "–";

function json(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** The points of one measure, unpacked: see Columns.java for the layout. */
async function points(packed) {
  const zipped = Uint8Array.from(atob(packed.data), c => c.charCodeAt(0));
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = await new Response(stream).arrayBuffer();
  const n = packed.drawn;
  const time = new Float64Array(bytes, 0, n).slice();
  for (let i = 1; i < n; i++) {
    time[i] += time[i - 1];
  }
  let at = 8 * n;
  const column = base => {
    at += 4 * n;
    return Float64Array.from(new Float32Array(bytes, at - 4 * n, n), number => number + base);
  };
  const result = {
    n,
    time,
    value: column(packed.base),
    score: column(0),
    predicted: packed.predicted ? column(packed.base) : null,
    lower: packed.lower ? column(packed.base) : null,
    upper: packed.upper ? column(packed.base) : null,
  };
  const flags = new Uint8Array(bytes, at, n);
  result.judgement = flags.map(flag => flag & 3);
  result.filled = flags.map(flag => flag >> 2 & 1);
  result.reason = flags.map(flag => flag >> 3);
  return result;
}

const NUMBER = new Intl.NumberFormat("en", {maximumSignificantDigits: 6});
const COUNT = new Intl.NumberFormat("en");
const COMPACT = new Intl.NumberFormat("en", {notation: "compact", maximumSignificantDigits: 4});

function number(value) {
  return value === null || Number.isNaN(value) ? UNKNOWN : NUMBER.format(value);
}

/** A value of which no more is known than how it lies in a range: to about a hundredth of that. */
function near(value, span) {
  const decimals = Math.floor(2.5 - Math.log10(span));
  return Number.isFinite(value) && decimals >= 0 && decimals <= 12
      ? value.toLocaleString("en", {minimumFractionDigits: decimals, maximumFractionDigits: decimals})
      : Number.isFinite(value) && decimals < 0 ? value.toLocaleString("en", {maximumFractionDigits: 0}) : number(value);
}

function count(value) {
  return COUNT.format(value);
}

function counted(value, noun) {
  return count(value) + " " + noun + (value === 1 ? "" : "s");
}

function fixed(value, digits) {
  return value === null || value === undefined ? UNKNOWN : value.toFixed(digits);
}

/** A time in UTC, such as 2024-08-29 13:35, with seconds where there are any. */
function utc(ms) {
  const text = new Date(ms).toISOString().replace("T", " ");
  return ms % 60000 === 0 ? text.slice(0, 16) : ms % 1000 === 0 ? text.slice(0, 19) : text.slice(0, 23);
}

/** A length of time, such as 1h30m. */
function duration(seconds) {
  if (seconds === null) {
    return UNKNOWN;
  }
  let left = Math.round(seconds * 1000);
  if (left === 0) {
    return "0s";
  }
  let text = "";
  for (const [unit, ms] of [["d", 86400000], ["h", 3600000], ["m", 60000], ["s", 1000], ["ms", 1]]) {
    if (left >= ms) {
      text += Math.floor(left / ms) + unit;
      left %= ms;
    }
  }
  return text;
}

function dimensions(series) {
  return series.dimensionList.map(d => d.name + "=" + d.value).join(", ");
}

function nameOf(series) {
  return dimensions(series) || series.measure;
}

function place(window) {
  const parts = Object.entries(window.dimensions).map(([name, value]) => name + "=" + value);
  if (window.detector) {
    parts.unshift("detector " + window.detector);
  }
  if (window.measure) {
    parts.unshift("measure " + window.measure);
  }
  return parts.join(", ") || "all series";
}

/** An element with text, never markup: what comes from data stays what it is. */
function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) {
    made.textContent = text;
  }
  if (className) {
    made.className = className;
  }
  return made;
}

/** A table of a caption for those who cannot see it, header cells and rows; numbers to the right. */
function fillTable(table, caption, columns, rows) {
  table.replaceChildren();
  table.append(element("caption", caption, "hidden"));
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = element("th", column.title, column.number ? "number" : column.className);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    columns.forEach((column, i) => {
      const value = column.cell(row);
      const cell = element(i === 0 ? "th" : "td", null, column.number ? "number" : column.className);
      if (i === 0) {
        cell.scope = "row";
      }
      cell.append(value instanceof Node ? value : String(value));
      line.append(cell);
    });
  }
}
