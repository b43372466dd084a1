/* By which detector and which dimension value everything is filtered. */

import {Combobox} from "./combobox.js";
import {byId, element} from "./dom.js";
import {count, counted, shortened} from "./format.js";
import {isFiltered} from "./state.js";

const MOST = 90;

export class Filters {
  #select = byId("filter-detector");
  #dimension;
  #pairs = [];
  #total = 0;
  #listed = "";
  #state = null;

  /** change({detector}) or change({dimension}) is called when the user chooses. */
  constructor(change) {
    this.#select.addEventListener("change", () => change({detector: this.#select.value === "" ? null : this.#select.value}));
    this.#dimension = new Combobox(byId("filter-dimension"), byId("filter-dimension-list"),
        (words, typed) => this.#matching(words, typed), () => this.#noMatch(), key => change({dimension: key}));
    document.addEventListener("click", event => {
      if (event.target.closest("[data-clear-filters]")) {
        change({detector: null, dimension: null, q: ""});
      }
    });
  }

  /** Shows what is filtered by. */
  show(state) {
    this.#state = state;
    this.#fillDetector();
    this.#dimension.show(state.dimension === null ? null : optionOf(pairOf(state.dimension)));
    byId("filters").querySelector("[data-clear-filters]").hidden = !isFiltered(state);
  }

  /** What there is to filter by. */
  offer(overview) {
    this.#pairs = overview.pairs;
    this.#total = overview.pairsTotal;
    const listed = JSON.stringify(overview.detectors.map(d => [d.name, d.timeseries]));
    if (listed !== this.#listed && document.activeElement !== this.#select) {
      this.#listed = listed;
      this.#select.replaceChildren(new Option("All detectors", ""), ...overview.detectors.map(d =>
          new Option(shortened(d.name, MOST) + " (" + counted(d.timeseries, "series", "series") + ")", d.name)));
    }
    this.#fillDetector();
  }

  /** A detector of the address stays chosen, even if there is none of its name. */
  #fillDetector() {
    const wanted = this.#state.detector ?? "";
    if (![...this.#select.options].some(option => option.value === wanted)) {
      this.#select.append(new Option(shortened(wanted, MOST), wanted));
    }
    if (document.activeElement !== this.#select || this.#select.value !== wanted) {
      this.#select.value = wanted;
    }
  }

  #noMatch() {
    return "No match" + (this.#pairs.length < this.#total
        ? " among the first " + count(this.#pairs.length) + " of " + count(this.#total) + " values; write name=value for any other" : "");
  }

  #matching(words, typed) {
    const found = this.#pairs.filter(pair => {
      const text = (pair.name + "=" + pair.value).toLowerCase();
      return words.every(word => text.includes(word));
    });
    // Of many values only some are offered: any other can be typed, as name=value.
    const at = typed.indexOf("=");
    if (found.length === 0 && at > 0) {
      found.push(keyed(typed.slice(0, at).trim(), typed.slice(at + 1).trim()));
    }
    return found.map(optionOf);
  }
}

function optionOf(pair) {
  return {
    key: pair.key,
    text: shortened(pair.name + "=" + pair.value, MOST).replace(/\s+/g, " "),
    label() {
      const label = element("span");
      label.append(element("bdi", shortened(pair.name, MOST), "key-name"), " ", element("bdi", shortened(pair.value, MOST), "value"));
      return label;
    },
  };
}

/** A pair by its text, in which a backslash takes what follows as it is. */
function pairOf(key) {
  const parts = [""];
  for (let i = 0; i < key.length; i++) {
    if (key[i] === "=" && parts.length === 1) {
      parts.push("");
    } else {
      parts[parts.length - 1] += key[i] === "\\" && i + 1 < key.length ? key[++i] : key[i];
    }
  }
  return {key, name: parts[0], value: parts[1] ?? ""};
}

function keyed(name, value) {
  const escaped = text => text.replace(/[\\,=]/g, "\\$&");
  return {key: escaped(name) + "=" + escaped(value), name, value};
}
