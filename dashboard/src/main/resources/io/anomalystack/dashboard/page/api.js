/* Questions to the server. */

const PATIENCE = 30000;
let clockOffset = 0;

/** An answer of the server that it could not do what was asked. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The server's time, as its answers told it. */
export function serverNow() {
  return Date.now() + clockOffset;
}

/** An answer's JSON; parameters that are null or empty are left out. */
export async function get(path, parameters = {}, signal = null) {
  return (await request(path, parameters, {}, signal)).json();
}

/** An answer's JSON and its tag, or null where nothing changed since the given tag. */
export async function getChanged(path, parameters, tag, signal) {
  const response = await request(path, parameters, tag ? {"If-None-Match": tag} : {}, signal);
  return response.status === 304 ? null : {tag: response.headers.get("ETag"), body: await response.json()};
}

async function request(path, parameters, headers, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") {
      query.set(name, value);
    }
  }
  const limit = AbortSignal.timeout(PATIENCE);
  const response = await fetch(query.size > 0 ? path + "?" + query : path, {
    headers,
    cache: "no-store",
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  const date = Date.parse(response.headers.get("Date"));
  if (!Number.isNaN(date)) {
    clockOffset = date - Date.now();
  }
  if (!response.ok && response.status !== 304) {
    const problem = await response.json().catch(() => ({}));
    throw new ApiError(response.status, problem.error || "the server answered " + response.status);
  }
  return response;
}
