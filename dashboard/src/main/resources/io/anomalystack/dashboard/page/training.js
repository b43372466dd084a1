/* What a training run adds to the overview: its peers, its incidents and remedies, on one axis of time. */

import {get} from "./api.js";
import {byId} from "./dom.js";
import {Latest} from "./latest.js";
import {PeerView} from "./peers.js";
import {TimeLine} from "./timeline.js";

export class Training {
  #peers;
  #timeline = new TimeLine(byId("timeline"));
  #latest = new Latest();
  #state = null;
  #parameters = {};

  /** See PeerView. */
  constructor(change, open) {
    this.#peers = new PeerView(change, open, () => this.#timeline.follow(this.#peers.axis));
  }

  /** Shows what there is of these parameters. */
  async show(state, parameters) {
    this.#state = state;
    this.#parameters = parameters;
    await Promise.all([this.#peers.show(state, parameters), this.#showTimeline()]);
    this.#arrange();
  }

  /** Brings it up to date, for a state with the same parameters. */
  async refresh(state) {
    await this.show(state, this.#parameters);
  }

  async #showTimeline() {
    const page = await this.#latest.ask(signal => get("/api/timeline", this.#parameters, signal));
    if (page !== undefined) {
      this.#timeline.show(page, this.#state);
      byId("timeline").dataset.written = String(page.incidentsWritten || page.remediesWritten);
    }
  }

  /** Who watches no training run is not told of what there could be. */
  #arrange() {
    const section = byId("timeline");
    section.hidden = byId("peers").hidden && section.dataset.written !== "true";
    this.#timeline.follow(this.#peers.axis);
  }
}
