/* Asks for the overview again and again while somebody looks, and says how fresh it is. */

import {ApiError, getChanged, serverNow} from "./api.js";
import {announce, byId, setText} from "./dom.js";
import {ago} from "./format.js";
import {Latest} from "./latest.js";

const EVERY = 2000;

export class Live {
  #latest = new Latest();
  #filters = {};
  #tag = null;
  #timer = null;
  #trouble = null;
  #updated;
  #onOverview;

  constructor(onOverview) {
    this.#onOverview = onOverview;
    document.addEventListener("visibilitychange", () => document.hidden ? this.#rest() : this.#poll());
    setInterval(() => document.hidden || this.#tell(), 1000);
  }

  /** Follows the overview of these filters from now on; settled once the first answer is there. */
  follow(filters) {
    this.#filters = filters;
    this.#tag = null;
    return this.#poll();
  }

  #rest() {
    clearTimeout(this.#timer);
  }

  async #poll() {
    this.#rest();
    const answer = await this.#ask();
    if (answer === undefined) {
      return;
    }
    if (!document.hidden) {
      this.#timer = setTimeout(() => this.#poll(), EVERY);
    }
    if (answer !== null) {
      this.#onOverview(answer);
    }
  }

  /** The overview, null where there is no new one, or undefined where a later question took over. */
  async #ask() {
    try {
      const answer = await this.#latest.ask(signal => getChanged("/api/overview", this.#filters, this.#tag, signal));
      if (answer === undefined) {
        return undefined;
      }
      this.#tag = answer === null ? this.#tag : answer.tag;
      this.#updated = answer === null ? this.#updated : answer.body.updated;
      this.#answered(null);
      return answer && answer.body;
    } catch (problem) {
      // What else was asked for meanwhile has failed, too: the next answer is to start all of it anew.
      this.#tag = null;
      this.#answered(problem instanceof ApiError
          ? {state: "failed", text: "The server has a problem: " + problem.message}
          : {state: "lost", text: "Connection lost, trying again"});
      return null;
    }
  }

  /** Takes over what is wrong now, null where nothing is. */
  #answered(trouble) {
    if (this.#trouble?.text !== trouble?.text) {
      announce(trouble?.text ?? (this.#trouble.state === "lost" ? "Connected again" : "The server answers again"));
    }
    this.#trouble = trouble;
    this.#tell();
  }

  #tell() {
    const frame = byId("freshness");
    if (this.#trouble !== null) {
      frame.dataset.state = this.#trouble.state;
      setText(byId("freshness-text"), this.#trouble.text);
    } else if (this.#updated !== undefined) {
      frame.dataset.state = "live";
      setText(byId("freshness-text"),
          this.#updated === null ? "Live, no data yet" : "Live, updated " + ago(serverNow() - this.#updated));
    }
  }
}
