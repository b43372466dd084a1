/* A list of anomalies, newest first, which grows at both ends. */

import {get} from "./api.js";
import {announce, clearButton, element, setText} from "./dom.js";
import {count, counted, moment, score, shortened} from "./format.js";
import {Latest} from "./latest.js";
import {Loading} from "./loading.js";
import {seriesName, seriesOrigin} from "./names.js";
import {tellProblem} from "./problems.js";
import {addressOf, isFiltered} from "./state.js";

const PAGE = 20;

export class AnomalyList {
  #section;
  #emptyText;
  #loading;
  #latest = new Latest();
  #later = new Latest();
  #parameters = {};
  #state = null;
  #shown = new Set();
  #pending = [];
  #overtaken = false;
  /** How many there were when the list was last brought up to date, and how many there are now. */
  #listed = 0;
  #total = 0;
  #next = null;

  /** emptyText(state) gives the paragraphs that stand where no anomaly is. */
  constructor(section, emptyText) {
    this.#section = section;
    this.#emptyText = emptyText;
    this.#loading = new Loading(section);
    this.#part("more").addEventListener("click", () => this.#more());
    this.#part("new").addEventListener("click", () => this.#showPending().catch(tellProblem));
  }

  /** Shows the anomalies of these parameters from the newest on. */
  async show(state, parameters) {
    this.#state = state;
    this.#parameters = parameters;
    this.#later.drop();
    const page = await this.#loading.run(() => this.#newest());
    if (page !== undefined) {
      this.#fill(page);
    }
  }

  /** Shows what could not be shown before. */
  async retry() {
    if (!this.#loading.isComplete && !this.#loading.isUnderWay) {
      await this.show(this.#state, this.#parameters);
    }
  }

  /** Looks for new ones, which do not move what is being read. */
  async refresh() {
    if (this.#loading.isUnderWay) {
      return;
    }
    if (!this.#loading.isComplete) {
      await this.retry();
      return;
    }
    const page = await this.#newest();
    if (page === undefined) {
      return;
    }
    const fresh = page.anomalies.filter(anomaly => !this.#shown.has(anomaly.id));
    const overtaken = fresh.length === page.anomalies.length && page.next !== null;
    if (!this.#hasOnlyGrown(page, overtaken ? page.total - this.#listed : fresh.length)) {
      this.#later.drop();
      this.#fill(page);
      return;
    }
    this.#correct(page.anomalies);
    this.#setPending(fresh, overtaken);
    this.#tell(page.total);
    if (fresh.length > 0 && this.#isAtRest()) {
      await this.#showPending();
    }
  }

  /** Marks the anomaly of a series at a time, where it is in the list. */
  mark(series, at) {
    for (const item of this.#part("list").children) {
      if (item.dataset.series === series && Number(item.dataset.at) === at) {
        item.firstChild.setAttribute("aria-current", "true");
      } else {
        item.firstChild.removeAttribute("aria-current");
      }
    }
  }

  #newest() {
    return this.#latest.ask(signal => get("/api/anomalies", {...this.#parameters, limit: PAGE}, signal));
  }

  #fill(page) {
    const list = this.#part("list"), focused = list.contains(document.activeElement) && document.activeElement.closest("li");
    this.#shown = new Set();
    list.replaceChildren(...page.anomalies.map(anomaly => this.#item(anomaly)));
    this.#next = page.next;
    this.#listed = page.total;
    this.#setPending([], false);
    this.#tell(page.total);
    if (focused) {
      const item = [...list.children].find(item => item.dataset.id === focused.dataset.id) ?? list.firstChild;
      item?.firstChild.focus({preventScroll: true});
    }
  }

  /** The same period can be decided anew, which shows in what is said about it. */
  #correct(anomalies) {
    const items = new Map([...this.#part("list").children].map(item => [item.dataset.id, item]));
    for (const anomaly of anomalies.filter(anomaly => items.has(anomaly.id))) {
      const link = items.get(anomaly.id).firstChild, now = this.#item(anomaly).firstChild;
      if (link.textContent !== now.textContent) {
        link.replaceChildren(...now.childNodes);
      }
    }
  }

  /**
   * Whether what a page has anew is all that changed, and all that is listed of its time is on it: not so where
   * decisions were replaced by others, or came late.
   */
  #hasOnlyGrown(page, by) {
    if (page.total !== this.#listed + by) {
      return false;
    }
    const ids = new Set(page.anomalies.map(anomaly => anomaly.id));
    const oldest = page.next === null ? -Infinity : page.anomalies.at(-1).start;
    return [...this.#part("list").children].every(item => ids.has(item.dataset.id) || Number(item.dataset.at) <= oldest);
  }

  #part(name) {
    return this.#section.querySelector("[data-part=" + name + "]");
  }

  /** Nobody points at the list or is in it, and its beginning is in sight: it may grow at the top. */
  #isAtRest() {
    const list = this.#part("list");
    return !list.matches(":hover") && !list.contains(document.activeElement) &&
        this.#section.getBoundingClientRect().top >= 0;
  }

  #setPending(anomalies, overtaken) {
    this.#pending = anomalies;
    this.#overtaken = overtaken;
    const control = this.#part("new");
    control.hidden = anomalies.length === 0;
    if (control.hidden) {
      return;
    }
    setText(control, "↑ " + (overtaken ? "More than " : "") + counted(anomalies.length, "new anomaly", "new anomalies"));
  }

  async #showPending() {
    const fresh = this.#pending;
    const moved = !this.#isAtRest();
    if (this.#overtaken) {
      await this.show(this.#state, this.#parameters);
    } else {
      for (const anomaly of fresh) {
        this.#insert(anomaly);
      }
      this.#listed += fresh.length;
      this.#tell(this.#total);
    }
    this.#setPending([], false);
    announce(counted(fresh.length, "new anomaly", "new anomalies"));
    if (moved) {
      this.#section.scrollIntoView({block: "start"});
      this.#part("list").querySelector("a")?.focus({preventScroll: true});
    }
  }

  /** Puts a new one where it belongs in time, mostly at the top. */
  #insert(anomaly) {
    const item = this.#item(anomaly), list = this.#part("list");
    item.classList.add("fresh");
    list.insertBefore(item, [...list.children].find(other => Number(other.dataset.at) < anomaly.start) ?? null);
  }

  async #more() {
    const control = this.#part("more");
    control.disabled = true;
    try {
      const page = await this.#later.ask(signal =>
          get("/api/anomalies", {...this.#parameters, before: this.#next, limit: PAGE}, signal));
      if (page === undefined) {
        return;
      }
      const items = page.anomalies.filter(anomaly => !this.#shown.has(anomaly.id)).map(anomaly => this.#item(anomaly));
      this.#part("list").append(...items);
      this.#next = page.next;
      this.#tell(page.total);
      if (control.hidden) {
        items[0]?.querySelector("a").focus();
      }
    } catch (problem) {
      tellProblem(problem);
    } finally {
      control.disabled = false;
    }
  }

  #tell(total) {
    this.#total = total;
    const list = this.#part("list"), empty = this.#part("empty");
    const n = list.childElementCount;
    setText(this.#part("count"), total === 0 ? "" : n < total ? count(n) + " of " + count(total) : count(total));
    this.#part("more").hidden = this.#next === null;
    empty.hidden = total > 0 || n > 0;
    if (!empty.hidden) {
      empty.replaceChildren(...this.#emptyText(this.#state).map(text => element("p", text)));
      if (isFiltered(this.#state) && !this.#parameters.series) {
        empty.append(clearButton("Clear filters"));
      }
    }
    this.#section.dataset.count = String(n);
  }

  #item(anomaly) {
    this.#shown.add(anomaly.id);
    const item = element("li", null, "anomaly");
    item.dataset.id = anomaly.id;
    item.dataset.series = anomaly.series;
    item.dataset.at = anomaly.start;
    const link = element("a");
    link.href = addressOf(this.#state, anomaly.series, anomaly.start);
    const time = element("time", moment(anomaly.start) + (anomaly.step === null ? "" : " · step " + count(anomaly.step)));
    time.dateTime = new Date(anomaly.start).toISOString();
    const level = element("span", null, "level");
    if (anomaly.byScore || anomaly.found.length === 0) {
      level.append(element("span", "◆ ", "mark"), element("span", "score ", "unseen"), element("b", score(anomaly.score)));
    }
    if (anomaly.found.length > 0) {
      level.append(element("b", (level.childElementCount > 0 ? " " : "") + "▼ " + shortened(anomaly.found.join(", "), 40), "rule"));
    }
    link.append(time, level);
    if (!this.#parameters.series) {
      const what = element("span", null, "what");
      what.append(seriesName(anomaly), seriesOrigin(anomaly));
      link.append(what);
    }
    link.append(element("span", anomaly.reason, "reason"));
    item.append(link);
    return item;
  }
}
