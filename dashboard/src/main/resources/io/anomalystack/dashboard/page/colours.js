/* The colours of the style sheet, for what is drawn on a canvas. */

const NAMES = ["card", "ink", "muted", "line", "grid", "accent", "value", "band", "predicted", "alert", "score", "noise", "stem", "idle", "rule", "below", "middle", "above"];

export function colours() {
  const style = getComputedStyle(document.documentElement);
  const found = Object.fromEntries(NAMES.map(name => [name, style.getPropertyValue("--" + name).trim()]));
  found.font = getComputedStyle(document.body).fontFamily;
  return found;
}

/** Calls back when the user changes between light and dark. */
export function onThemeChange(act) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}
