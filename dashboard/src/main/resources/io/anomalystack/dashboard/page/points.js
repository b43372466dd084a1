/* Points of one series in the order of time, in columns as the server sends them. */

const COLUMNS = ["time", "value", "predicted", "lower", "upper", "score", "threshold", "alert", "learning", "filled", "silenced", "step", "rules", "peer", "denominator"];

export class Points {
  #limits = null;

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

  /** Whether a point has anything to say but a score. */
  get hasFindings() {
    return this.rules.some(entry => entry !== null) || this.peer.some(entry => entry !== null);
  }

  /** The rules that a point violates: see a decision's ruleResults. */
  ruleResults(index) {
    return this.rules[index] === null ? [] : JSON.parse(this.rules[index]);
  }

  /** How a point compares with its peers: see a decision's peer; null where it was not compared. */
  peerOf(index) {
    return this.peer[index] === null ? null : JSON.parse(this.peer[index]);
  }

  /** Whether a point is an anomaly by its score. */
  isUnusual(index) {
    return this.alert[index] === 1 && this.score[index] > this.threshold[index];
  }

  /** Whether a rule is breached at a point, or it stands out from its peers. */
  isFound(index) {
    return [this.rules[index], this.peer[index]].some(entry => entry !== null && entry.includes('"breached":true'));
  }

  /** Whether a point alerts by what was found, and not by its score. */
  isFoundOnly(index) {
    return this.alert[index] === 1 && !this.isUnusual(index) && this.isFound(index);
  }

  /** What the newest point is a share of; null where it is none. */
  get shareOf() {
    const text = this.denominator.findLast(entry => entry !== null);
    return text === undefined ? null : JSON.parse(text);
  }

  /**
   * The limits of rules in the measure's unit, as far as violations tell them: {name, fixed, at: [[index, limit]]}.
   * Where a limit is relative to a baseline, it is known only where it is violated.
   */
  get limits() {
    if (this.#limits === null) {
      const found = new Map();
      for (let i = 0; i < this.length; i++) {
        for (const rule of this.ruleResults(i)) {
          // What is judged may be something else, such as a silence's length.
          if (Math.abs(rule.value - this.value[i]) <= 1e-9 * Math.max(1, Math.abs(this.value[i]))) {
            const limit = found.get(rule.name) ?? {name: rule.name, fixed: true, at: []};
            limit.fixed &&= rule.baseline === undefined || rule.baseline === null;
            limit.at.push([i, rule.limit]);
            found.set(rule.name, limit);
          }
        }
      }
      this.#limits = [...found.values()];
    }
    return this.#limits;
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
