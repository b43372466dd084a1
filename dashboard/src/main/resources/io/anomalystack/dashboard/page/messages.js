/* What people were told of incidents, newest first: as much as there is at a glance, the whole text on demand. */

import {get} from "./api.js";
import {element, setText} from "./dom.js";
import {clock, count, day, moment, shortDay, shortened} from "./format.js";
import {Latest} from "./latest.js";
import {addressOf} from "./state.js";

const MOST = 100;
const MOST_SUBJECT = 160;

export class MessageList {
  #section;
  #latest = new Latest();
  #state = null;
  #parameters = {};
  #shown = null;

  constructor(section) {
    this.#section = section;
  }

  /** Shows the messages of these parameters. */
  async show(state, parameters) {
    this.#state = state;
    this.#parameters = parameters;
    await this.refresh();
  }

  /** Brings the list up to date; what is open stays open. */
  async refresh() {
    const page = await this.#latest.ask(signal => get("/api/messages", {...this.#parameters, limit: MOST}, signal));
    if (page === undefined) {
      return;
    }
    this.#section.hidden = page.total === 0;
    setText(this.#part("count"), page.total > page.messages.length ? count(page.messages.length) + " of " + count(page.total) : count(page.total));
    const shown = JSON.stringify([page.messages, this.#state]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    const list = this.#part("list");
    const open = new Set([...list.querySelectorAll("details[open]")].map(details => details.dataset.id));
    const focused = list.contains(document.activeElement) ? document.activeElement.closest("[data-id]")?.dataset.id : undefined;
    list.replaceChildren(...page.messages.map(message => this.#item(message, open)));
    if (focused !== undefined) {
      [...list.querySelectorAll("details")].find(details => details.dataset.id === focused)?.querySelector("summary").focus({preventScroll: true});
    }
  }

  #part(name) {
    return this.#section.querySelector("[data-part=" + name + "]");
  }

  #item(message, open) {
    const item = element("li"), details = element("details", null, "message"), summary = element("summary");
    details.dataset.id = message.id;
    details.dataset.state = message.state;
    details.open = open.has(message.id);
    const subject = element("span", null, "subject");
    subject.append(element("bdi", shortened(message.subject, MOST_SUBJECT)));
    const when = element("time", shortDay(message.at) + ", " + clock(message.at));
    when.dateTime = new Date(message.at).toISOString();
    summary.append(element("span", message.state, "tag tag-" + (message.state === "resolved" ? "good" : message.severity)), subject, when);
    const link = element("a", "Show in the chart, " + moment(message.at));
    link.href = addressOf(this.#state, message.series, message.at);
    const sent = element("p", "Delivered " + day(message.time) + ", " + clock(Math.floor(message.time / 1000) * 1000) + " by channel ", "small");
    sent.append(element("bdi", message.channel));
    details.append(summary, element("pre", message.text), link, sent);
    item.append(details);
    return item;
  }
}
