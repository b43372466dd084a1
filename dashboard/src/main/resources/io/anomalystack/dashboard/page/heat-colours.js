/* A deviation from peers as a colour: from below through none to above, told apart by those who cannot tell red from green, too. */

/** So many spreads and more have the last colour. */
export const FULL = 10;

/** Gives a function from a deviation to [red, green, blue]. */
export function heatColours({below, middle, above}) {
  const [low, none, high] = [below, middle, above].map(rgb);
  return deviation => {
    // The first few spreads are what is usual; they are to stay pale.
    const strength = Math.min(1, Math.abs(deviation) / FULL) ** 1.25;
    const end = deviation < 0 ? low : high;
    return none.map((from, i) => Math.round(from + (end[i] - from) * strength));
  };
}

function rgb(hex) {
  return [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
}
