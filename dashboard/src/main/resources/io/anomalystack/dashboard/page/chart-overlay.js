/* What moves above the chart of a series without its being drawn anew: cursor, selection, window of the strip. */

export class Overlay {
  #line = shape("Line");
  #dot = shape("Circle");
  #selection = shape("Rect");
  #before = shape("Rect");
  #after = shape("Rect");
  #window = shape("Rect");

  constructor(chart) {
    for (const each of [this.#line, this.#dot, this.#selection, this.#before, this.#after, this.#window]) {
      chart.getZr().add(each);
    }
  }

  /** Where the cursor is, in pixels, or null. */
  cursor(at, place, colour) {
    set(this.#line, at, {x1: at?.x, x2: at?.x, y1: place.top, y2: place.bottom}, {stroke: colour.ink, lineWidth: 1, opacity: .55});
    set(this.#dot, at, {cx: at?.x, cy: at?.y, r: 9}, {fill: "none", stroke: colour.ink, lineWidth: 2});
  }

  /** What is being dragged over, in pixels, or null. */
  selection(range, place, colour) {
    set(this.#selection, range, range && {x: range[0], width: range[1] - range[0], y: range[2] ? place.stripTop : place.top,
      height: range[2] ? place.stripBottom - place.stripTop : place.bottom - place.top}, {fill: colour.band, stroke: colour.accent, lineWidth: 1});
  }

  /** Which part of the strip is in view, in pixels. */
  window(x0, x1, place, colour) {
    const whole = x0 <= place.left + 1 && x1 >= place.right - 1;
    const part = {y: place.stripTop, height: place.stripBottom - place.stripTop};
    // A window too narrow to be seen is drawn as wide as can be grasped.
    const middle = (x0 + x1) / 2, half = Math.max((x1 - x0) / 2, 3);
    set(this.#before, !whole, {...part, x: place.left, width: Math.max(0, middle - half - place.left)}, {fill: colour.card, opacity: .6});
    set(this.#after, !whole, {...part, x: middle + half, width: Math.max(0, place.right - middle - half)}, {fill: colour.card, opacity: .6});
    set(this.#window, !whole, {...part, x: middle - half, width: 2 * half}, {fill: "none", stroke: colour.accent, lineWidth: 1.5});
  }
}

function shape(kind) {
  return new echarts.graphic[kind]({silent: true, z: 100, zlevel: 1, ignore: true});
}

function set(target, shown, geometry, style) {
  target.attr({ignore: !shown});
  if (shown) {
    target.attr({shape: geometry, style});
  }
}
