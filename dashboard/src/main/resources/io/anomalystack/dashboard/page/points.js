/* Points of one series in the order of time, in columns as the server sends them. */

const COLUMNS = ["time", "value", "predicted", "lower", "upper", "score", "threshold", "alert", "learning", "filled", "silenced"];

export class Points {
  constructor(answer) {
    for (const name of COLUMNS) {
      this[name] = answer[name];
    }
    this.from = answer.from;
    this.to = answer.to;
    this.total = answer.total;
    this.sampled = answer.sampled;
  }

  get length() {
    return this.time.length;
  }

  /** The first point at or behind a time. */
  first(time) {
    let low = 0, high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  nearest(time) {
    const after = Math.min(this.first(time), this.length - 1);
    const before = Math.max(after - 1, 0);
    return time - this.time[before] < this.time[after] - time ? before : after;
  }

  /** These, and later ones: the last that both hold is taken from those. */
  followedBy(later) {
    if (later.length === 0) {
      return this;
    }
    const kept = this.first(later.time[0]);
    const joined = {from: this.from, to: later.to, total: this.total - (this.length - kept) + later.total, sampled: this.sampled || later.sampled};
    for (const name of COLUMNS) {
      joined[name] = this[name].slice(0, kept).concat(later[name]);
    }
    return new Points(joined);
  }

  /** Whether later ones begin with the last of these as they are here; else they were replaced by others. */
  isContinuedBy(later) {
    if (this.length === 0 || later.length === 0) {
      return false;
    }
    const common = this.first(later.time[0]);
    return common < this.length &&
        COLUMNS.every(name => this[name].slice(common).every((entry, i) => entry === later[name][i]));
  }

  /** Whether others are the same points. */
  equals(others) {
    return this.length === others.length && this.total === others.total &&
        COLUMNS.every(name => this[name].every((entry, i) => entry === others[name][i]));
  }

  /** How many anomalies there are behind a time. */
  anomaliesAfter(time) {
    return this.alert.slice(this.first(time + 1)).filter(Boolean).length;
  }

  /** Stretches [begin, end) of points within a range that fulfil a condition. */
  stretches(begin, end, condition) {
    const found = [];
    for (let i = begin; i < end; i++) {
      if (condition(i)) {
        const from = i;
        while (i + 1 < end && condition(i + 1)) {
          i++;
        }
        found.push([from, i + 1]);
      }
    }
    return found;
  }
}
