// A picture that is worked by dragging or with arrow keys.

import { rounded } from "../numbers/scales.js";

/** @import { Frame } from "./frame.js" */
/** @import { PanelView } from "./panel_host.js" */

/**
 * How a picture is worked.
 * @typedef {object} Handle
 * @property {() => Frame} frame
 * @property {() => number[]} place where the arrow keys move on from
 * @property {(x: number, y: number) => void} drag takes the place that was dragged or moved to
 * @property {() => void} [release] called when the pointer lets go, and after each key
 */

/**
 * Where an arrow key points.
 * @type {Record<string, [right: number, up: number] | undefined>}
 */
export const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/**
 * Makes a picture workable by dragging and with arrow keys.
 * @param {PanelView} view
 * @param {HTMLCanvasElement} canvas
 * @param {Handle} handle
 */
export function workable(view, canvas, { frame, place, drag, release }) {
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
  view.keys(canvas, ({ key, shiftKey }) => {
    const arrow = ARROWS[key];
    if (!arrow) return false;
    const axis = arrow[1] ? 1 : 0;
    const [low, high] = axis ? frame().y : frame().x;
    const step = (high - low) / (shiftKey ? 200 : 40);
    const to = place();
    to[axis] = rounded(to[axis] + arrow[axis] * step, step / 1000);
    drag(to[0], to[1]);
    release?.();
  });
}
