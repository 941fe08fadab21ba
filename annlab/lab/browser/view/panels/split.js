// The error of each example along a line through θ, and their sum; θ can be moved along the line.

import { format, nameOf } from "../../numbers/format.js";
import { clamp, finiteRange, heights } from "../../numbers/scales.js";
import { make } from "../dom.js";
import { Frame } from "../frame.js";
import { workable } from "../drag_and_arrows.js";
import { anyOf } from "../panel_host.js";
import { ball, fill, line, strokeAs, style } from "../marks.js";
import { Sheet } from "../sheet.js";
import { NAMED_EXAMPLES, heightOf, splitCurves } from "./split_curves.js";

/** @import { State } from "../../state/state.js" */
/** @import { Range } from "../frame.js" */
/** @import { Host } from "../panel_host.js" */
/** @import { Ink } from "../colours.js" */
/** @import { Curve } from "./split_curves.js" */

/** @typedef {Curve & { values: Float64Array }} DrawnCurve a curve and its heights along the line */

const FAR = 1e4; // CSS px; curves are cut off there, long after they have left the picture
const LINES = /** @type {const} */ (["first", "second", "gradient", "start"]);
const NAME_PITCH = 15; // CSS px between names at the right end

/**
 * Names at the right ends, from the lowest upwards, moved up where they would touch.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ink} ink
 * @param {Frame} frame
 * @param {DrawnCurve[]} curves
 */
function writeNames(ctx, ink, frame, curves) {
  const { left, top, width, height } = frame.box;
  const right = left + width;
  /** @param {DrawnCurve} curve */
  const endOf = ({ values }) => clamp(frame.toY(values[values.length - 1]), top, top + height);
  ctx.textBaseline = "middle";
  let y = Infinity;
  for (const curve of curves.toSorted((a, b) => endOf(b) - endOf(a))) {
    const { colour, name } = curve;
    const end = endOf(curve);
    y = Math.min(end, y - NAME_PITCH);
    style(ctx, { fillStyle: colour, font: ink.font(12, curve.width > 2 ? 700 : 400) });
    ctx.fillText(name, right + 10, y);
    ctx.beginPath();
    line(ctx, right, end, right + 7, y);
    strokeAs(ctx, colour, 1);
  }
}

/**
 * Where θ is along the line, and the error there: the sum of few examples, the mean of many.
 * @param {State} state
 * @param {number} here
 */
function wordsOf({ axes, error, errors, example, line, net }, here) {
  const n = errors.length;
  const axis = line === "first" ? 0 : line === "second" ? 1 : null;
  const varying = axis === null ? "s" : nameOf(net.names[axes[axis]]);
  let parts = "";
  if (n > NAMED_EXAMPLES) {
    const chosen = format(errors[example]);
    parts = ` = ${n} × ${format(error / n)}; example ${example + 1}: ${chosen}`;
  } else if (n > 1) {
    parts = ` = ${Array.from(errors, (one) => format(one)).join(" + ")}`;
  }
  return `at ${varying} = ${format(here)}: E = ${format(error)}${parts}`;
}

export class SplitPanel {
  #host;
  #state;
  #sheet;
  #chooser;
  #frame = new Frame();
  /** @type {State["slice"] | null} what the ground shows; it stays while a hand moves θ along it */
  #slice = null;
  /** @type {DrawnCurve[]} the curves with a name, the sum last */
  #named = [];
  #here = 0; // where θ is along the line
  /** @type {Float64Array | null} θ as a hand has moved it along the line; null if none does */
  #held = null;
  /** @type {Record<string, number> | null} the line that Python has given as a mapping */
  #given = null;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#sheet = new Sheet(
      host.body,
      host,
      "Error of each example along a line. Drag sideways or use the left and right arrow keys " +
        "to move the network along it.",
    );
    this.#chooser = make("select", {
      ariaLabel: "Line along which the error is split",
      dataset: { action: "line" },
    });
    host.head.append(this.#chooser);
    host.view.listen(this.#chooser, { change: () => this.#choose() });
    workable(host.view, this.#sheet.canvas, {
      frame: () => this.#frame,
      place: () => [this.#here, 0],
      drag: (s) => this.#moveTo(s),
      release: () => this.#release(),
    });
  }

  /** @param {Set<string>} changed */
  draw(changed) {
    const host = this.#host;
    const state = this.#state;
    const sheet = this.#sheet;
    // Something else may have moved θ since the hand did.
    if (this.#held !== state.theta || anyOf(changed, ["data", "axes", "line"])) this.#held = null;
    if (anyOf(changed, ["axes", "line"])) this.#offerLines();
    sheet.resize(host);
    const slice = this.#held && this.#slice ? this.#slice : state.slice;
    if (!this.#held) this.#here = slice.here;
    const groundChanged =
      slice !== this.#slice || anyOf(changed, ["size", "theme", "data", "example", "logHeight"]);
    this.#slice = slice;
    sheet.ground(host.ink.paper, groundChanged, (ctx) => this.#drawGround(ctx, slice));
    this.#drawPlace();
    host.say(wordsOf(state, this.#here));
  }

  // -- the ground: what stays while θ moves along the line -------------------------------------

  /**
   * The curves with their names, and the axes. The canvas tells tests what is drawn.
   * @param {CanvasRenderingContext2D} ctx
   * @param {State["slice"]} slice
   */
  #drawGround(ctx, slice) {
    const host = this.#host;
    const { ink, width } = host;
    const curves = splitCurves(this.#state, ink).map((curve) => ({
      ...curve,
      values: slice.s.map((_, k) => heightOf(curve, slice.each, k * slice.n)),
    }));
    this.#named = curves.filter(({ name }) => name);
    const log = this.#state.logHeight;
    ctx.font = ink.font(12, 700);
    const room = 14 + Math.max(...this.#named.map(({ name }) => ctx.measureText(name).width));
    const ends = /** @type {Range} */ ([slice.s[0], slice.s.at(-1)]);
    const frame = new Frame(host, [54, 22, 54 + room, 81], ends, errorRange(curves, log), log);
    this.#frame = frame;
    const { box, x, y } = frame;
    Object.assign(this.#sheet.canvas.dataset, { box: Object.values(box), s: x, errors: y });
    const many = slice.n > NAMED_EXAMPLES;
    frame.axes(ctx, ink, { y: many ? "error of one example" : "error" });
    ctx.save();
    ctx.textAlign = "center";
    ctx.fillText(slice.label, width / 2, box.top + box.height + 36, width);
    frame.clip(ctx);
    for (const { values, colour, width, dash } of curves) {
      ctx.beginPath();
      values.forEach((value, k) => {
        ctx.lineTo(frame.toX(slice.s[k]), clamp(frame.toY(value), -FAR, FAR));
      });
      strokeAs(ctx, colour, width, dash);
    }
    ctx.restore();
    writeNames(ctx, ink, frame, this.#named);
  }

  // -- what moves ------------------------------------------------------------------------------

  /** Where θ is: a vertical line, and dots where it meets the curves that have names. */
  #drawPlace() {
    const { canvas, ctx } = this.#sheet;
    const { error, paper } = this.#host.ink;
    const frame = this.#frame;
    const { top, height } = frame.box;
    const x = frame.toX(this.#here);
    canvas.dataset.here = `${this.#here}`;
    if (frame.holds(x, top)) fill(ctx, error, x - 0.75, top, 1.5, height);
    const sum = this.#named.at(-1);
    for (const curve of this.#named) {
      const y = frame.toY(heightOf(curve, this.#state.errors));
      const [radius, colour] = curve === sum ? [6.5, error] : [4.5, curve.colour];
      ball(ctx, frame, x, y, radius, colour, paper);
    }
  }

  // -- choosing the line -----------------------------------------------------------------------

  /** The lines that can be chosen, as options of the menu. */
  #offerLines() {
    const { axes, line, net } = this.#state;
    if (typeof line === "object") this.#given = line;
    /** @param {string[]} names of the parameters that vary */
    const along = (names) => `along ${names.map(nameOf).join(", ")}`;
    const [first, second] = axes.map((axis) => along([net.names[axis]]));
    /** @type {Record<string, string>} */
    const lines = { first, second, gradient: "down −∇E", start: "start → here" };
    if (this.#given) lines.given = along(Object.keys(this.#given).slice(0, 3));
    const options = Object.entries(lines).map(([value, text]) => new Option(text, value));
    this.#chooser.replaceChildren(...options);
    this.#chooser.value = typeof line === "object" ? "given" : line;
  }

  #choose() {
    const { value } = this.#chooser;
    const line = value === "given" ? this.#given : LINES.find((name) => name === value);
    if (line) this.#state.set({ line });
  }

  // -- moving θ along the line -----------------------------------------------------------------

  /** @param {number} s */
  #moveTo(s) {
    const here = this.#here;
    const state = this.#state;
    if (!this.#slice || s === here) return;
    const { direction } = this.#slice;
    state.moveTo(state.theta.map((value, k) => s * direction[k] + (value - here * direction[k])));
    this.#here = s;
    this.#held = state.theta;
  }

  #release() {
    this.#held = null;
    this.#state.request();
  }
}

/**
 * The errors at the bottom and the top of the picture.
 * @param {DrawnCurve[]} curves
 * @param {boolean} log
 * @returns {Range}
 */
function errorRange(curves, log) {
  const errors = curves.flatMap(({ values }) => [...values]);
  const { to, floor } = heights(...finiteRange(errors.filter((error) => error > 0)));
  return [log ? 10 ** Math.floor(Math.log10(floor)) : 0, to];
}
