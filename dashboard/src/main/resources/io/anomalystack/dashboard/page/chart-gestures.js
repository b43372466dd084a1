/*
 * Mouse, pen and fingers on the chart of a series. A mouse drags over what it wants to see, a finger moves
 * the view, two fingers zoom; the wheel zooms, sideways it moves. In the strip the window is moved, or a new
 * one dragged open.
 */

const LEAST_DRAG = 6;
const SCROLL_REST = 400;

export function listenToGestures(frame, chart) {
  const pointers = new Map();
  let drag = null;
  let scrolled = -Infinity;
  const at = event => {
    const box = frame.getBoundingClientRect();
    return {x: event.clientX - box.left, y: event.clientY - box.top};
  };

  document.addEventListener("scroll", () => scrolled = performance.now(), {passive: true});

  frame.addEventListener("wheel", event => {
    const out = event.deltaY > 0;
    // A page that is being scrolled goes on scrolling, as it does where there is nothing to zoom.
    if (!chart.isShowing() || performance.now() - scrolled < SCROLL_REST || (out && chart.isWhole() && event.deltaX === 0)) {
      return;
    }
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      chart.moveBy(event.deltaX * pixels);
    } else {
      chart.zoom(Math.exp(Math.max(-300, Math.min(300, event.deltaY * pixels)) * 0.002), at(event).x);
    }
  }, {passive: false});

  frame.addEventListener("pointerdown", event => {
    if (!chart.isShowing() || event.button !== 0) {
      return;
    }
    const {x, y} = at(event);
    pointers.set(event.pointerId, x);
    frame.setPointerCapture(event.pointerId);
    if (pointers.size === 1) {
      const strip = chart.isInStrip(y);
      const moves = strip ? chart.isInWindow(x) : event.pointerType === "touch";
      drag = {x0: x, x, strip, moves, moved: false};
    } else {
      drag = null;
      chart.select(null);
    }
  });

  frame.addEventListener("pointermove", event => {
    if (!chart.isShowing()) {
      return;
    }
    const {x, y} = at(event);
    if (pointers.size === 2 && pointers.has(event.pointerId)) {
      pinch(event.pointerId, x);
      return;
    }
    if (drag) {
      const by = x - drag.x;
      drag.moved ||= Math.abs(x - drag.x0) > LEAST_DRAG;
      if (drag.moved && drag.moves) {
        drag.x = x;
        chart.moveBy(drag.strip ? chart.stripPixels(by) : -by);
      } else if (drag.moved) {
        chart.select([drag.x0, x, drag.strip]);
      }
    }
    if (!chart.isInStrip(y) && !(drag && drag.strip)) {
      chart.pointAt(x);
    }
  });

  function pinch(id, x) {
    const other = [...pointers].find(([each]) => each !== id)[1];
    const before = Math.max(20, Math.abs(pointers.get(id) - other)), now = Math.max(20, Math.abs(x - other));
    pointers.set(id, x);
    chart.zoom(before / now, (x + other) / 2);
  }

  frame.addEventListener("pointerup", event => {
    const {x} = at(event);
    const done = drag;
    end(event);
    if (done && done.moved && !done.moves) {
      chart.showBetween(done.x0, x, done.strip);
    } else if (done && !done.moved && !done.strip) {
      chart.pointAt(x);
    }
  });
  frame.addEventListener("pointercancel", end);
  frame.addEventListener("dblclick", () => chart.isShowing() && chart.showWhole());

  function end(event) {
    pointers.delete(event.pointerId);
    drag = null;
    chart.select(null);
  }
}
