/* What the page shows follows its address; what the user chooses changes the address. */

import {AnomalyList} from "./anomalies.js";
import {ApiError, serverNow} from "./api.js";
import {byId, setText} from "./dom.js";
import {Filters} from "./filters.js";
import {Live} from "./live.js";
import {MessageList} from "./messages.js";
import {Overview} from "./overview.js";
import {forgetProblem, tellProblem} from "./problems.js";
import {SeriesList} from "./series-list.js";
import {SeriesView} from "./series-view.js";
import {address, addressOf, filtersOf, isFiltered, read} from "./state.js";
import {Training} from "./training.js";

const PRODUCT = "Anomaly Stack";
/** A change in the lake shortly before the lists were asked for may have come too late for them. */
const SAFELY_BEFORE = 5000;

let state = read(location.search);
let overview = null;
let version = null;
let origin = null;
let listedFor = null;
let incomplete = false;
let unknown = false;
let shown = Promise.resolve();
let refreshing = false;
let refreshAgain = false;
let behind = false;

const filters = new Filters(change);
const figures = new Overview();
const anomalies = new AnomalyList(byId("anomalies"), emptyText);
const messages = new MessageList(byId("messages"));
const training = new Training(change, (series, at) => follow(addressOf(state, series, at)));
const list = new SeriesList(change);
const seriesView = new SeriesView(wanted => navigate({...state, ...wanted}, true));
const live = new Live(onOverview);

function emptyText(shown) {
  if (isFiltered(shown)) {
    return ["No anomaly matches the filters."];
  }
  return [
    "No anomaly so far: all is as expected, or the models are still learning what to expect.",
    "As soon as something is unusual, it appears here, with the reason and a link to its moment.",
  ];
}

/** Typing is not worth a step back; choosing a filter is. */
function change(wanted) {
  navigate({...state, ...wanted}, !("detector" in wanted) && !("dimension" in wanted));
}

function navigate(next, replaces) {
  if (address(next) === address(state)) {
    show(next, scrollY);
    return;
  }
  if (replaces) {
    history.replaceState(history.state, "", address(next));
  } else {
    history.replaceState({scroll: scrollY}, "");
    history.pushState({scroll: 0}, "", address(next));
  }
  show(next, 0);
}

/** Shows a state, scrolled so far if it is another view. */
function show(next, scroll = null) {
  const before = state;
  state = next;
  const view = next.series === null ? "overview" : "series";
  const turned = document.body.dataset.view !== view || before.series !== next.series;
  document.body.dataset.ready = "false";
  document.body.dataset.view = view;
  unknown = false;
  forgetProblem();
  filters.show(next);
  byId("series-back").href = address({...next, series: null, at: null, measure: null});
  const filtered = JSON.stringify(filtersOf(before)) !== JSON.stringify(filtersOf(next));
  const parts = [list.show(next)];
  if (overview === null || filtered) {
    parts.push(live.follow(filtersOf(next)));
  }
  if (view === "overview") {
    seriesView.leave();
    parts.push(showOverview());
  } else {
    parts.push(seriesView.show(next));
  }
  arrange();
  if (turned && scroll !== null) {
    arrive(view, scroll);
  }
  shown = settle(next, parts);
}

async function settle(next, parts) {
  const outcomes = await Promise.allSettled(parts);
  if (next !== state) {
    return;
  }
  const failed = outcomes.find(outcome => outcome.status === "rejected");
  if (failed) {
    fail(failed.reason);
  }
  document.title = (next.series === null ? "Overview" : seriesView.title ?? "Series") + " · " + PRODUCT;
  document.body.dataset.ready = "true";
}

/** The lists stay as they are while their filters do, so that going back finds it again. */
function showOverview() {
  const asked = JSON.stringify(filtersOf(state));
  if (asked === listedFor) {
    return refreshOverview();
  }
  listedFor = asked;
  return Promise.all([anomalies, messages, training].map(part => part.show(state, filtersOf(state))));
}

function refreshOverview() {
  return Promise.all([anomalies.refresh(), messages.refresh(), training.refresh(state)]);
}

/** Shows what belongs to the view, or what there is instead of it. */
function arrange() {
  const empty = overview !== null && overview.detectors.length === 0 && state.series === null;
  byId("waiting").hidden = !empty;
  byId("overview").hidden = state.series !== null || empty;
  byId("series-view").hidden = state.series === null || unknown;
  byId("unknown-series").hidden = !unknown;
}

/** Begins to read a view at its top, or where it was left. */
function arrive(view, scroll) {
  const title = byId(view === "overview" ? "overview-title" : "series-title");
  (view === "overview" && origin?.isConnected ? origin : title).focus({preventScroll: true});
  scrollTo({top: scroll, behavior: "instant"});
}

function onOverview(answer) {
  overview = answer;
  filters.offer(answer);
  figures.show(answer, state);
  byId("problem").hidden = answer.problem === null;
  setText(byId("problem"), answer.problem ?? "");
  arrange();
  const started = serverNow() - performance.now();
  const changed = version === null ? answer.updated > started - SAFELY_BEFORE : answer.version !== version;
  version = answer.version;
  document.body.dataset.version = version;
  // A link may be ahead of the lake: what is unknown now can be there in a moment.
  if (incomplete || (unknown && changed)) {
    incomplete = false;
    show(state);
  } else if (changed || behind) {
    refresh();
  }
}

/** Takes over what is new, once what is being loaded is there; never twice at the same time. */
async function refresh() {
  refreshAgain = true;
  if (refreshing) {
    return;
  }
  refreshing = true;
  while (refreshAgain) {
    refreshAgain = false;
    await shown;
    // What fails is tried again with the next answer that is new; that the connection is lost is said already.
    const outcomes = await Promise.allSettled([list.refresh(), state.series === null ? refreshOverview() : seriesView.refresh()]);
    behind = outcomes.some(outcome => outcome.status === "rejected");
  }
  refreshing = false;
}

function fail(problem) {
  if (problem instanceof ApiError && problem.status === 404 && state.series !== null) {
    unknown = true;
    arrange();
    return;
  }
  incomplete = true;
  listedFor = null;
  tellProblem(problem);
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[href]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.getAttribute("href").startsWith("#")) {
    return;
  }
  event.preventDefault();
  origin = state.series === null ? link : origin;
  follow(link.href);
});

/** Goes where a link leads. */
function follow(href) {
  const target = read(new URL(href, location.href).search);
  // A link may be older than the search beside it.
  navigate(target.series === null ? target : {...state, series: target.series, at: target.at, measure: target.series === state.series ? state.measure : null}, false);
}

addEventListener("popstate", event => show(read(location.search), event.state?.scroll ?? 0));
history.scrollRestoration = "manual";

show(state);
