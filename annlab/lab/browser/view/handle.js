// A picture that is worked by dragging or with arrow keys.

import { rounded } from "../numbers/scales.js";

/** @import { Frame } from "./frame.js" */
/** @import { PanelView } from "./host.js" */

/**
 * How a picture is worked.
 * @typedef {object} Handle
 * @property {() => Frame} frame
 * @property {() => number[]} place where the arrow keys move on from
 * @property {(x: number, y: number) => void} drag takes the place that was dragged or moved to
 * @property {() => void} [release] called when the pointer lets go, and after each key
 */

/**
 * The axis that a key moves along, and in which direction.
 * @type {Record<string, [axis: 0 | 1, direction: number]>}
 */
const ARROWS = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowDown: [1, -1],
  ArrowUp: [1, 1],
};

/**
 * Makes a picture workable by dragging and with arrow keys.
 * @param {PanelView} view
 * @param {HTMLCanvasElement} canvas
 * @param {Handle} handle
 */
export function workable(view, canvas, handle) {
  listenToPointer(view, canvas, handle);
  listenToArrows(view, canvas, handle);
}

/**
 * @param {PanelView} view
 * @param {HTMLCanvasElement} canvas
 * @param {Handle} handle
 */
function listenToPointer(view, canvas, { frame, drag, release }) {
  let held = false;
  /** @param {PointerEvent} event */
  const follow = ({ type, button, buttons, pointerId, offsetX: x, offsetY: y }) => {
    const moving = type === "pointermove";
    if (!buttons) held = false; // let go while the canvas was not in the page
    if (!moving) held = type === "pointerdown" && button === 0 && frame().holds(x, y);
    if (held) {
      canvas.setPointerCapture(pointerId);
      drag(...frame().at(x, y));
    } else if (!moving) release?.();
  };
  view.listen(canvas, {
    pointerdown: follow,
    pointermove: follow,
    pointerup: follow,
    pointercancel: follow,
  });
}

/**
 * @param {PanelView} view
 * @param {HTMLCanvasElement} canvas
 * @param {Handle} handle
 */
function listenToArrows(view, canvas, { frame, place, drag, release }) {
  view.keys(canvas, ({ key, shiftKey }) => {
    if (!(key in ARROWS)) return false;
    const [axis, direction] = ARROWS[key];
    const [low, high] = axis ? frame().y : frame().x;
    const step = (high - low) / (shiftKey ? 200 : 40);
    const to = place();
    to[axis] = rounded(to[axis] + direction * step, step / 1000);
    drag(to[0], to[1]);
    release?.();
  });
}
