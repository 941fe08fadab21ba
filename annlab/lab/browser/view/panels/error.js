// The error panel: E after each pass, the moment on it, and the timeline under the pointer.

import { format } from "../../numbers/format.js";
import { clamp, heights } from "../../numbers/scales.js";
import { Frame } from "../frame.js";
import { marker } from "../marks.js";
import { Sheet } from "../sheet.js";

/** @import { Range } from "../frame.js" */
/** @import { Host } from "../host.js" */

/**
 * @typedef {object} Curve
 * @property {string} name
 * @property {number[]} values the error at the start and after each pass
 * @property {string} colour
 * @property {number[]} dash
 */

const SHOWN = ["run", "reference", "theta", "data", "settings", "theme", "logHeight"];
const SHORTEST = 10; // passes along the axis while a run is made step by step
/** How many passes a key moves by. @type {Record<string, number>} */
const TIMELINE_KEYS = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
};

/**
 * The errors at the bottom and the top of the picture; of a run that explodes it shows the part
 * before.
 * @param {number[][]} curves errors per pass
 * @param {boolean} log
 * @returns {Range}
 */
function errorRange(curves, log) {
  const most = 8 * Math.max(...curves.map((values) => values[0]));
  let [low, high] = [Infinity, -Infinity];
  for (const error of curves.flat()) {
    if (!(error > 0 && error <= most && error < Infinity)) continue;
    low = Math.min(low, error);
    high = Math.max(high, error);
  }
  if (!log) return [0, heights(0, high, false).to];
  return [10 ** Math.floor(Math.log10(low) - 1e-9), 10 ** Math.ceil(Math.log10(high))];
}

export class ErrorPanel {
  #host;
  #state;
  #sheet;
  #frame = new Frame();
  /** @type {number | null} where the pointer is across the panel, in CSS px */
  #pointer = null;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#sheet = new Sheet(host.body, { label: "Error of each pass" });
    Object.assign(this.#sheet.canvas, { role: "slider", ariaValueMin: 0 });
    this.#listenToPointer();
    this.#listenToKeys();
  }

  /** @param {Set<string>} changed */
  draw(changed) {
    const resized = this.#sheet.resize(this.#host.width, this.#host.height);
    if (resized || SHOWN.some((name) => changed.has(name))) this.#draw();
  }

  // -- drawing ---------------------------------------------------------------------------------

  #draw() {
    const { canvas, ctx } = this.#sheet;
    const { ink } = this.#host.view;
    const curves = this.#curves();
    this.#frame = this.#frameOf(curves);
    this.#sheet.clear(ink.paper);
    this.#frame.axes(ctx, ink, { x: "pass", y: this.#symbol });
    this.#drawCurves(curves);
    canvas.dataset.curves = curves.map(({ name }) => name).join(", ");
    canvas.dataset.stopped = this.#state.run?.stopped ?? "";
    this.#drawMoment();
    this.#say(curves);
  }

  /** What is drawn: sets of unequal size can only be compared by the error per example. */
  get #symbol() {
    return this.#state.heldOut ? "E / n" : "E";
  }

  /**
   * Errors as they are drawn.
   * @param {number[]} errors sums over a data set
   * @param {{ n: number }} data
   */
  #comparable(errors, { n }) {
    return this.#state.heldOut ? errors.map((error) => error / n) : errors;
  }

  /** The error at θ, as it is drawn. */
  get #error() {
    return this.#comparable([this.#state.error], this.#state.data)[0];
  }

  /** @returns {Curve[]} from back to front; that of the training data is the last */
  #curves() {
    const { data, heldOut, reference, run } = this.#state;
    const { ink } = this.#host.view;
    const curves = [];
    if (reference && reference !== run) {
      const values = this.#comparable(reference.error, data);
      curves.push({ name: "kept", values, colour: ink.muted, dash: [2, 3] });
    }
    if (run && heldOut) {
      const values = this.#comparable(run.heldOutError ?? [], heldOut);
      curves.push({ name: "held out", values, colour: ink.heldOut, dash: [7, 4] });
    }
    if (run) {
      const values = this.#comparable(run.error, data);
      curves.push({ name: "training", values, colour: ink.training, dash: [] });
    }
    return curves;
  }

  /**
   * The plot area: as long as the longest run or as training will be.
   * @param {Curve[]} curves
   */
  #frameOf(curves) {
    const { busy, logHeight: log, reference, run, settings } = this.#state;
    const { width, height } = this.#sheet;
    const box = { left: 46, top: 22, width: width - 64, height: height - 64 };
    const expected = run?.stopped === null && !busy ? SHORTEST : settings.passes;
    const last = Math.max(expected, run?.length ?? 0, reference?.length ?? 0);
    const values = curves.map((curve) => curve.values);
    const range = errorRange(run ? values : [...values, [this.#error]], log);
    return new Frame(box, [0, last], range, { log });
  }

  /**
   * The curves, and the legend, which grows from the right.
   * @param {Curve[]} curves
   */
  #drawCurves(curves) {
    const { ctx } = this.#sheet;
    const { left, top, width, height } = this.#frame.box;
    Object.assign(ctx, { font: this.#host.view.ink.font(), textBaseline: "middle", lineWidth: 2 });
    let x = left + width;
    for (const { name, values, colour, dash } of curves) {
      ctx.strokeStyle = colour;
      ctx.setLineDash(dash);
      ctx.beginPath();
      values.forEach((error, pass) => {
        // A run that explodes leaves the picture at its top.
        const y = clamp(this.#frame.toY(error), -2, top + height);
        ctx.lineTo(this.#frame.toX(pass), y);
      });
      x -= ctx.measureText(name).width;
      ctx.fillText(name, x, 10);
      ctx.moveTo(x - 22, 10);
      ctx.lineTo(x - 4, 10);
      ctx.stroke();
      x -= 29;
    }
    ctx.setLineDash([]);
  }

  /**
   * A line at the pass under the pointer, and a line and a dot at the moment shown. If a hand has
   * moved θ off the run, a horizontal line shows its E beside that of the passes.
   */
  #drawMoment() {
    const { ctx } = this.#sheet;
    const { ink } = this.#host.view;
    const { data, within } = this.#state;
    const { left, top, width, height } = this.#frame.box;
    const moment = this.#moment;
    const y = clamp(this.#frame.toY(this.#error), top, top + height);
    ctx.fillStyle = ink.rule;
    ctx.fillRect(this.#frame.toX(this.#passShown ?? 0), top, 1, height);
    const x = moment === null ? left : this.#frame.toX(moment + within / data.n);
    if (moment === null) {
      ctx.fillStyle = ink.error;
      ctx.fillRect(left, y, width, 1);
    } else {
      ctx.fillStyle = ink.muted;
      ctx.fillRect(x, top, 1, height);
    }
    ctx.fillStyle = ink.error;
    ctx.beginPath();
    marker(ctx, moment === null ? 3 : 0, x, y, 9);
    ctx.fill();
  }

  /** The moment shown, in passes; without a run 0, off the run null. */
  get #moment() {
    return this.#state.run ? this.#state.moment : 0;
  }

  /** The pass under the pointer, or else the moment shown. */
  get #passShown() {
    return this.#pointer === null ? this.#moment : this.#passAt(this.#pointer);
  }

  // -- words -----------------------------------------------------------------------------------

  /** @param {Curve[]} curves */
  #say(curves) {
    const { canvas } = this.#sheet;
    const text = this.#words(curves);
    this.#host.say(text);
    canvas.ariaValueMax = String(this.#state.run?.length ?? 0);
    canvas.ariaValueNow = String(this.#moment ?? "");
    canvas.ariaValueText = text || "not trained yet";
  }

  /**
   * The errors after the pass under the pointer or at the moment shown.
   * @param {Curve[]} curves
   */
  #words(curves) {
    const { data, run, within } = this.#state;
    const pass = this.#passShown;
    if (!run) return "";
    if (pass !== null && (this.#pointer !== null || !within))
      return this.#wordsOfPass(curves, pass);
    const moment = this.#moment;
    const where =
      moment === null ? "set by hand" : `in pass ${moment + 1}, after ${within} of ${data.n}`;
    return `${where}: ${this.#symbol} = ${format(this.#error, 6)}`;
  }

  /**
   * @param {Curve[]} curves
   * @param {number} pass
   */
  #wordsOfPass(curves, pass) {
    const [training, ...others] = curves.toReversed();
    let text = `pass ${pass}: ${this.#symbol} = ${format(training.values[pass], 6)}`;
    for (const { name, values } of others) {
      if (pass in values) text += ` (${name} ${format(values[pass])})`;
    }
    const { run } = this.#state;
    if (run && pass) text += `, η = ${format(run.rates[pass - 1])}`;
    return text;
  }

  // -- the timeline ----------------------------------------------------------------------------

  /**
   * The pass nearest to a place across the panel.
   * @param {number} x in CSS px
   */
  #passAt(x) {
    return clamp(Math.round(this.#frame.fromX(x)), 0, this.#state.run?.length ?? 0);
  }

  #listenToPointer() {
    const { canvas } = this.#sheet;
    /** @param {PointerEvent} event */
    const follow = ({ type, button, offsetX, pointerId }) => {
      this.#pointer = type === "pointerleave" ? null : offsetX;
      if (type === "pointerdown" && !button) canvas.setPointerCapture(pointerId);
      if (canvas.hasPointerCapture(pointerId)) this.#state.goTo(this.#passAt(offsetX));
      this.#draw();
    };
    this.#host.view.listen(canvas, "pointerdown", follow);
    this.#host.view.listen(canvas, "pointermove", follow);
    this.#host.view.listen(canvas, "pointerleave", follow);
  }

  #listenToKeys() {
    this.#host.view.keys(this.#sheet.canvas, ({ key }) => {
      if (!(key in TIMELINE_KEYS)) return false;
      const { moment, run } = this.#state;
      if (run) this.#state.goTo((moment ?? run.length) + TIMELINE_KEYS[key]);
    });
  }
}
