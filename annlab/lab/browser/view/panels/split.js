// The error of each example along a line through θ, and their sum; θ can be moved along the line.

import { format, nameOf } from "../../numbers/format.js";
import { clamp, heights } from "../../numbers/scales.js";
import { make } from "../dom.js";
import { Frame } from "../frame.js";
import { workable } from "../handle.js";
import { ball, fill, line, strokeAs, style } from "../marks.js";
import { Sheet } from "../sheet.js";
import { NAMED_EXAMPLES, heightOf, splitCurves } from "./split_curves.js";

/** @import { State } from "../../state/state.js" */
/** @import { Range } from "../frame.js" */
/** @import { Host } from "../host.js" */
/** @import { Curve } from "./split_curves.js" */

/** @typedef {Curve & { values: Float64Array }} DrawnCurve a curve and its heights along the line */

const FAR = 1e4; // CSS px; curves are cut off there, long after they have left the picture
const LINES = /** @type {const} */ (["first", "second", "gradient", "start"]);
const NAME_PITCH = 15; // CSS px between names at the right end

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
    /** @type {(...names: string[]) => boolean} */
    const any = (...names) => names.some((name) => changed.has(name));
    // Something else may have moved θ since the hand did.
    if (this.#held !== this.#state.theta || any("data", "axes", "line")) this.#held = null;
    if (any("axes", "line")) this.#offerLines();
    this.#sheet.resize(this.#host);
    const slice = this.#held && this.#slice ? this.#slice : this.#state.slice;
    if (!this.#held) this.#here = slice.here;
    const groundChanged =
      slice !== this.#slice || any("size", "theme", "data", "example", "logHeight");
    this.#slice = slice;
    this.#sheet.ground(this.#host.view.ink.paper, groundChanged, (ctx) =>
      this.#drawGround(ctx, slice),
    );
    this.#drawPlace();
    this.#say();
  }

  // -- the ground: what stays while θ moves along the line -------------------------------------

  /**
   * The curves with their names, and the axes. The canvas tells tests what is drawn.
   * @param {CanvasRenderingContext2D} ctx
   * @param {State["slice"]} slice
   */
  #drawGround(ctx, slice) {
    const { height, view, width } = this.#host;
    const { ink } = view;
    const curves = splitCurves(this.#state, ink).map((curve) => ({
      ...curve,
      values: slice.s.map((_, k) => heightOf(curve, slice.each, k * slice.n)),
    }));
    this.#named = curves.filter(({ name }) => name);
    const log = this.#state.logHeight;
    const size = { left: 54, top: 22, width: width - 54 - this.#room(ctx), height: height - 81 };
    const ends = /** @type {Range} */ ([slice.s[0], slice.s.at(-1)]);
    this.#frame = new Frame(size, ends, errorRange(curves, log), { log });
    const { box, x, y } = this.#frame;
    Object.assign(this.#sheet.canvas.dataset, { box: Object.values(box), s: x, errors: y });
    const many = slice.n > NAMED_EXAMPLES;
    this.#frame.axes(ctx, ink, { y: many ? "error of one example" : "error" });
    ctx.save();
    ctx.textAlign = "center";
    ctx.fillText(slice.label, width / 2, box.top + box.height + 36, width);
    this.#frame.clip(ctx);
    for (const { values, colour, width, dash } of curves) {
      ctx.beginPath();
      values.forEach((value, k) => {
        const y = clamp(this.#frame.toY(value), -FAR, FAR);
        ctx.lineTo(this.#frame.toX(slice.s[k]), y);
      });
      strokeAs(ctx, colour, width, dash);
    }
    ctx.restore();
    this.#writeNames(ctx);
  }

  /**
   * The room for the names of the curves, right of the plot area, in CSS px.
   * @param {CanvasRenderingContext2D} ctx
   */
  #room(ctx) {
    ctx.font = this.#host.view.ink.font(12, 700);
    return 14 + Math.max(...this.#named.map(({ name }) => ctx.measureText(name).width));
  }

  /**
   * Names at the right ends, from the lowest upwards, moved up where they would touch.
   * @param {CanvasRenderingContext2D} ctx
   */
  #writeNames(ctx) {
    const { ink } = this.#host.view;
    const { left, top, width, height } = this.#frame.box;
    const right = left + width;
    /** @param {DrawnCurve} curve */
    const endOf = ({ values }) =>
      clamp(this.#frame.toY(values[values.length - 1]), top, top + height);
    ctx.textBaseline = "middle";
    let y = Infinity;
    for (const curve of this.#named.toSorted((a, b) => endOf(b) - endOf(a))) {
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

  // -- what moves ------------------------------------------------------------------------------

  /** Where θ is: a vertical line, and dots where it meets the curves that have names. */
  #drawPlace() {
    const { canvas, ctx } = this.#sheet;
    const { error, paper } = this.#host.view.ink;
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

  // -- words -----------------------------------------------------------------------------------

  /** Says where θ is, and the error there: the sum of few examples, the mean of many. */
  #say() {
    const { error, errors, example } = this.#state;
    const n = errors.length;
    let parts = "";
    if (n > NAMED_EXAMPLES) {
      const chosen = format(errors[example]);
      parts = ` = ${n} × ${format(error / n)}; example ${example + 1}: ${chosen}`;
    } else if (n > 1) {
      parts = ` = ${Array.from(errors, (one) => format(one)).join(" + ")}`;
    }
    this.#host.say(`at ${this.#name()} = ${format(this.#here)}: E = ${format(error)}${parts}`);
  }

  /** What varies along the line: a parameter or s. */
  #name() {
    const { axes, line, net } = this.#state;
    if (line === "first") return nameOf(net.names[axes[0]]);
    if (line === "second") return nameOf(net.names[axes[1]]);
    return "s";
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
    if (!this.#slice || s === this.#here) return;
    const { direction } = this.#slice;
    const here = this.#here;
    const theta = this.#state.theta.map(
      (value, k) => s * direction[k] + (value - here * direction[k]),
    );
    this.#state.moveTo(theta);
    this.#here = s;
    this.#held = this.#state.theta;
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
  const drawable = curves
    .flatMap(({ values }) => [...values])
    .filter((error) => error > 0 && error < Infinity);
  const { to, floor } = heights(Math.min(...drawable), Math.max(...drawable));
  return [log ? 10 ** Math.floor(Math.log10(floor)) : 0, to];
}
