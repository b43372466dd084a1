/* What is shown, and the address that says so. */

const SORTS = ["alerts", "recent", "name"];

/** From the query of an address. */
export function read(search) {
  const query = new URLSearchParams(search);
  const at = query.get("at");
  return {
    series: query.get("series") || null,
    at: at !== null && /^-?\d{1,16}$/.test(at) ? Number(at) : null,
    measure: query.get("measure"),
    peers: query.get("peers") || null,
    detector: query.get("detector"),
    dimension: query.get("dimension"),
    q: query.get("q") || "",
    sort: SORTS.includes(query.get("sort")) ? query.get("sort") : SORTS[0],
  };
}

/** The address of a state. */
export function address(state) {
  const query = new URLSearchParams();
  for (const name of ["series", "at", "measure", "peers", "detector", "dimension", "q"]) {
    if (state[name] !== null && state[name] !== "") {
      query.set(name, state[name]);
    }
  }
  if (state.sort !== SORTS[0]) {
    query.set("sort", state.sort);
  }
  const text = query.toString();
  return text ? "/?" + text : "/";
}

/** The same filters around an overview or a series, perhaps at a moment of it. */
export function addressOf(state, series, at = null) {
  return address({...state, series, at, measure: series === state.series ? state.measure : null});
}

/** What every list is filtered by. */
export function filtersOf(state) {
  return {detector: state.detector, dimension: state.dimension};
}

export function isFiltered(state) {
  return state.detector !== null || state.dimension !== null;
}
