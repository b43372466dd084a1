/* What could not be loaded, said at the top of the page. */

import {byId} from "./dom.js";

export function tellProblem(problem) {
  byId("failure").textContent = "Not everything could be loaded: " + problem.message +
      ". It is tried again once the server has something new, or when you reload the page.";
  byId("failure").hidden = false;
}

export function forgetProblem() {
  byId("failure").hidden = true;
}
