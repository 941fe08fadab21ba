// A picture that is worked by dragging or with arrow keys.

import { rounded } from "../numbers/scales.js";

// The axis that a key moves along, and which way.
const ARROWS = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowDown: [1, -1],
  ArrowUp: [1, 1],
};

/** Calls drag(x, y) with where on a frame a hand holds a canvas, or moves by keys from place();
 *  let go, release(). */
export function workable(view, canvas, { frame, place, drag, release }) {
  let held = false;
  for (const kind of ["down", "move", "up", "cancel"]) {
    view.listen(canvas, `pointer${kind}`, (event) => {
      const { button, buttons, pointerId, offsetX: x, offsetY: y } = event;
      if (!buttons) held = false; // let go while it was out of the page
      if (kind !== "move") held = kind === "down" && button === 0 && frame().holds(x, y);
      if (held) {
        canvas.setPointerCapture(pointerId);
        drag(...frame().at(x, y));
      } else if (kind !== "move") release?.();
    });
  }
  view.keys(canvas, ({ key, shiftKey }) => {
    const [axis, way] = ARROWS[key] ?? [];
    if (!way) return false;
    const [low, high] = axis ? frame().y : frame().x;
    const step = (high - low) / (shiftKey ? 200 : 40);
    const to = place();
    to[axis] = rounded(to[axis] + way * step, step / 1000);
    drag(...to);
    release?.();
  });
}
