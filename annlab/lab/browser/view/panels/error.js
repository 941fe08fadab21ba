// The error panel: E after each pass, the moment on it, and the timeline under the pointer.

import { format } from "../../numbers/format.js";
import { clamp, finiteRange, heights } from "../../numbers/scales.js";
import { Frame } from "../frame.js";
import { anyOf } from "../panel_host.js";
import { fill, line, marker, strokeAs, style } from "../marks.js";
import { Sheet } from "../sheet.js";

/** @import { Data } from "../../numbers/network.js" */
/** @import { State } from "../../state/state.js" */
/** @import { Range } from "../frame.js" */
/** @import { Host } from "../panel_host.js" */
/** @import { Ink } from "../colours.js" */

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
  const [low, high] = finiteRange(curves.flat().filter((error) => error > 0 && error <= most));
  if (!log) return [0, heights(0, high, false).to];
  return [10 ** Math.floor(Math.log10(low) - 1e-9), 10 ** Math.ceil(Math.log10(high))];
}

/**
 * What is drawn: sets of unequal size can only be compared by the error per example.
 * @param {State} state
 */
const symbolOf = ({ heldOut }) => (heldOut ? "E / n" : "E");

/**
 * Errors as they are drawn.
 * @param {State} state
 * @param {number[]} errors sums over a data set
 * @param {{ n: number }} data
 */
const comparable = ({ heldOut }, errors, { n }) =>
  heldOut ? errors.map((error) => error / n) : errors;

/**
 * The error at θ, as it is drawn.
 * @param {State} state
 */
const errorOf = (state) => comparable(state, [state.error], state.data)[0];

/**
 * The moment shown, in passes; without a run 0, off the run null.
 * @param {State} state
 */
const momentOf = ({ run, moment }) => (run ? moment : 0);

/**
 * @param {State} state
 * @param {Ink} ink
 * @returns {Curve[]} from back to front; that of the training data is the last
 */
function curvesOf(state, ink) {
  const { data, heldOut, reference, run } = state;
  /** @type {Curve[]} */
  const curves = [];
  /** @type {(name: string, errors: number[], on: Data, colour: string, dash?: number[]) => void} */
  const add = (name, errors, on, colour, dash = []) =>
    curves.push({ name, values: comparable(state, errors, on), colour, dash });
  if (reference && reference !== run) add("kept", reference.error, data, ink.muted, [2, 3]);
  if (run && heldOut) add("held out", run.heldOutError ?? [], heldOut, ink.heldOut, [7, 4]);
  if (run) add("training", run.error, data, ink.training);
  return curves;
}

/**
 * The plot area: as long as the longest run or as training will be.
 * @param {State} state
 * @param {Curve[]} curves
 * @param {{ width: number, height: number }} size
 */
function frameOf(state, curves, size) {
  const { busy, logHeight: log, reference, run, settings } = state;
  const expected = run?.stopped === null && !busy ? SHORTEST : settings.passes;
  const last = Math.max(expected, run?.length ?? 0, reference?.length ?? 0);
  const values = curves.map((curve) => curve.values);
  const range = errorRange(run ? values : [...values, [errorOf(state)]], log);
  return new Frame(size, [46, 22, 64, 64], [0, last], range, log);
}

/**
 * The curves, and the legend, which grows from the right.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Frame} frame
 * @param {Curve[]} curves
 */
function drawCurves(ctx, frame, curves) {
  const { left, top, width, height } = frame.box;
  let x = left + width;
  for (const { name, values, colour, dash } of curves) {
    ctx.beginPath();
    values.forEach((error, pass) => {
      // A run that explodes leaves the picture at its top.
      ctx.lineTo(frame.toX(pass), clamp(frame.toY(error), -2, top + height));
    });
    x -= ctx.measureText(name).width;
    ctx.fillText(name, x, 10);
    line(ctx, x - 22, 10, x - 4, 10);
    strokeAs(ctx, colour, 2, dash);
    x -= 29;
  }
}

/**
 * The errors after a pass.
 * @param {State} state
 * @param {Curve[]} curves
 * @param {number} pass
 */
function wordsOfPass(state, curves, pass) {
  const [training, ...others] = curves.toReversed();
  let text = `pass ${pass}: ${symbolOf(state)} = ${format(training.values[pass], 6)}`;
  for (const { name, values } of others) {
    if (pass in values) text += ` (${name} ${format(values[pass])})`;
  }
  const { run } = state;
  if (run && pass) text += `, η = ${format(run.rates[pass - 1])}`;
  return text;
}

/**
 * The errors after the pass under the pointer or at the moment shown.
 * @param {State} state
 * @param {Curve[]} curves
 * @param {number | null} pass
 * @param {boolean} pointed whether the pointer is there
 */
function wordsOf(state, curves, pass, pointed) {
  const { data, moment, run, within } = state;
  if (!run) return "";
  if (pass !== null && (pointed || !within)) return wordsOfPass(state, curves, pass);
  const where =
    moment === null ? "set by hand" : `in pass ${moment + 1}, after ${within} of ${data.n}`;
  return `${where}: ${symbolOf(state)} = ${format(errorOf(state), 6)}`;
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
    this.#sheet = new Sheet(host.body, host, "Error of each pass");
    Object.assign(this.#sheet.canvas, { role: "slider", ariaValueMin: 0 });
    this.#listen();
  }

  /** @param {Set<string>} changed */
  draw(changed) {
    const resized = this.#sheet.resize(this.#host);
    if (resized || anyOf(changed, SHOWN)) this.#draw();
  }

  #draw() {
    const { canvas, ctx } = this.#sheet;
    const { ink } = this.#host;
    const state = this.#state;
    const curves = curvesOf(state, ink);
    const frame = frameOf(state, curves, this.#sheet);
    this.#frame = frame;
    this.#sheet.clear(ink.paper);
    frame.axes(ctx, ink, { x: "pass", y: symbolOf(state) });
    style(ctx, { font: ink.font(), textBaseline: "middle" });
    drawCurves(ctx, frame, curves);
    const pointer = this.#pointer;
    const moment = momentOf(state);
    const pass = pointer === null ? moment : this.#passAt(pointer);
    const words = wordsOf(state, curves, pass, pointer !== null);
    this.#drawMoment(pass ?? 0);
    this.#host.say(words);
    canvas.dataset.curves = curves.map(({ name }) => name).join(", ");
    canvas.dataset.stopped = state.run?.stopped ?? "";
    canvas.ariaValueMax = `${state.run?.length ?? 0}`;
    canvas.ariaValueNow = `${moment ?? ""}`;
    canvas.ariaValueText = words || "not trained yet";
  }

  /**
   * A line at the pass under the pointer, and a line and a dot at the moment shown. If a hand has
   * moved θ off the run, a horizontal line shows its E beside that of the passes.
   * @param {number} pass under the pointer, or else shown
   */
  #drawMoment(pass) {
    const { ctx } = this.#sheet;
    const { ink } = this.#host;
    const state = this.#state;
    const frame = this.#frame;
    const { left, top, width, height } = frame.box;
    const moment = momentOf(state);
    const y = clamp(frame.toY(errorOf(state)), top, top + height);
    const x = moment === null ? left : frame.toX(moment + state.within / state.data.n);
    fill(ctx, ink.rule, frame.toX(pass), top, 1, height);
    if (moment === null) fill(ctx, ink.error, left, y, width, 1);
    else fill(ctx, ink.muted, x, top, 1, height);
    ctx.fillStyle = ink.error;
    ctx.beginPath();
    marker(ctx, moment === null ? 3 : 0, x, y, 9);
    ctx.fill();
  }

  // -- the timeline ----------------------------------------------------------------------------

  /**
   * The pass nearest to a place across the panel.
   * @param {number} x in CSS px
   */
  #passAt(x) {
    return clamp(Math.round(this.#frame.fromX(x)), 0, this.#state.run?.length ?? 0);
  }

  #listen() {
    const { view } = this.#host;
    const { canvas } = this.#sheet;
    /** @param {PointerEvent} event */
    const follow = ({ type, button, offsetX, pointerId }) => {
      this.#pointer = type === "pointerleave" ? null : offsetX;
      if (type === "pointerdown" && !button) canvas.setPointerCapture(pointerId);
      if (canvas.hasPointerCapture(pointerId)) this.#state.movement.goTo(this.#passAt(offsetX));
      this.#draw();
    };
    view.listen(canvas, {
      pointerdown: follow,
      pointermove: follow,
      pointerleave: follow,
    });
    view.keys(canvas, ({ key }) => {
      if (!(key in TIMELINE_KEYS)) return false;
      const { moment, run } = this.#state;
      if (run) this.#state.movement.goTo((moment ?? run.length) + TIMELINE_KEYS[key]);
    });
  }
}
