/* All time series, searched, sorted and paged. */

import {get} from "./api.js";
import {announce, byId, clearButton, element, setText} from "./dom.js";
import {count, counted, moment, number} from "./format.js";
import {Latest} from "./latest.js";
import {Loading} from "./loading.js";
import {seriesName, seriesOrigin} from "./names.js";
import {tellProblem} from "./problems.js";
import {addressOf, filtersOf, isFiltered} from "./state.js";

const PAGE = 50;
const TYPING = 200;

export class SeriesList {
  #finder = byId("finder");
  #list = byId("finder-list");
  #search = byId("finder-search");
  #loading = new Loading(this.#finder);
  #latest = new Latest();
  #state = null;
  #asked = null;
  #offset = 0;
  #typing = null;

  /** change({q}) and change({sort}) are called when the user chooses. */
  constructor(change) {
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => change({q: this.#search.value.trim()}), TYPING);
    });
    for (const radio of this.#finder.querySelectorAll("[name=sort]")) {
      radio.addEventListener("change", () => change({sort: radio.value}));
    }
    byId("finder-previous").addEventListener("click", () => this.#turn(-PAGE));
    byId("finder-next").addEventListener("click", () => this.#turn(PAGE));
  }

  /** Shows the series of a state, from the first on if it asks for other ones than before. */
  async show(state) {
    this.#state = state;
    if (document.activeElement !== this.#search || state.q === "") {
      this.#search.value = state.q;
    }
    this.#finder.querySelector("[name=sort][value=" + state.sort + "]").checked = true;
    if (questionOf(state) === this.#asked) {
      this.#linkAndMark();
      return;
    }
    this.#offset = 0;
    await this.#load();
  }

  /** Takes new figures over; the order stays as it is while somebody is in the list. */
  async refresh() {
    if (this.#loading.isUnderWay) {
      return;
    }
    if (!this.#loading.isComplete) {
      await this.#load();
      return;
    }
    const page = await this.#ask();
    if (page === undefined) {
      return;
    }
    const items = new Map([...this.#list.children].map(item => [item.dataset.series, item]));
    if (this.#isUsed() && items.size > 0) {
      page.series.forEach(series => items.get(series.id)?.replaceChildren(this.#link(series)));
      this.#tell(page.total);
    } else {
      this.#fill(page);
    }
  }

  #isUsed() {
    return this.#list.matches(":hover") || this.#list.contains(document.activeElement) || this.#list.scrollTop > 0;
  }

  async #turn(by) {
    this.#offset += by;
    try {
      await this.#load();
      this.#list.scrollTop = 0;
      this.#list.querySelector("a")?.focus();
    } catch (problem) {
      this.#offset -= by;
      tellProblem(problem);
    }
  }

  #ask() {
    const {q, sort} = this.#state;
    return this.#latest.ask(signal =>
        get("/api/series", {...filtersOf(this.#state), q, sort, offset: this.#offset, limit: PAGE}, signal));
  }

  async #load() {
    const asked = questionOf(this.#state);
    // Until it is there, the list answers nothing: who goes back meanwhile is to have it loaded again.
    this.#asked = null;
    const page = await this.#loading.run(() => this.#ask());
    if (page === undefined) {
      return;
    }
    this.#asked = asked;
    this.#fill(page);
    if (document.activeElement === this.#search) {
      announce(counted(page.total, "series", "series") + " found");
    }
  }

  #fill(page) {
    this.#list.replaceChildren(...page.series.map(series => {
      const item = element("li");
      item.dataset.series = series.id;
      item.append(this.#link(series));
      return item;
    }));
    this.#linkAndMark();
    this.#tell(page.total);
  }

  #tell(total) {
    const last = Math.min(this.#offset + PAGE, total);
    setText(byId("finder-count"), total === 0 ? "none" : count(total));
    byId("finder-pages").hidden = total <= PAGE;
    setText(byId("finder-page"), count(this.#offset + 1) + " to " + count(last) + " of " + count(total));
    byId("finder-previous").disabled = this.#offset === 0;
    byId("finder-next").disabled = last >= total;
    this.#finder.dataset.total = String(total);
    const empty = byId("finder-empty");
    empty.hidden = total > 0;
    if (total > 0) {
      return;
    }
    empty.replaceChildren();
    if (this.#state.q === "" && !isFiltered(this.#state)) {
      empty.append(element("p", "Each combination of dimension values becomes a time series, as soon as it is decided for the first time."));
    } else {
      empty.append(element("p", "No series matches."), clearButton("Clear search and filters"));
    }
  }

  /** Links keep the filters of now, and the series in view is marked. */
  #linkAndMark() {
    for (const item of this.#list.children) {
      const link = item.firstChild;
      link.href = addressOf(this.#state, item.dataset.series);
      if (item.dataset.series === this.#state.series) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  }

  #link(series) {
    const link = element("a");
    link.href = addressOf(this.#state, series.id);
    if (series.id === this.#state.series) {
      link.setAttribute("aria-current", "page");
    }
    const figures = element("span", null, "figures");
    const alerts = element("span", series.alerts === 0 ? "no anomaly" : "◆ " + count(series.alerts), series.alerts === 0 ? "muted" : "level");
    if (series.alerts > 0) {
      alerts.append(element("span", series.alerts === 1 ? " anomaly" : " anomalies", "unseen"));
    }
    figures.append(alerts);
    if (series.lastAlert !== null) {
      figures.append(element("span", "last " + moment(series.lastAlert), "muted"));
    }
    if (series.stage === "LEARNING") {
      figures.append(element("span", "learning", "tag"));
    }
    const value = element("span", null, "now");
    value.append(element("span", "newest value ", "unseen"), element("b", number(series.value)));
    link.append(seriesName(series), value, seriesOrigin(series), figures);
    return link;
  }
}

/** What is asked of the server for a state. */
function questionOf({detector, dimension, q, sort}) {
  return JSON.stringify([detector, dimension, q, sort]);
}
