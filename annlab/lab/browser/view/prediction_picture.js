// Pictures of a prediction: regions and lines over two inputs, curves over one.

import { floats, range, zeros } from "../numbers/arrays.js";
import { context2d, make } from "./dom.js";
import { shades } from "./colours.js";
import { contours } from "../numbers/contours.js";
import { line, outlined, strokeAs, style } from "./marks.js";
import { clamp } from "../numbers/scales.js";

/** @import { Frame } from "./frame.js" */
/** @import { Ink } from "./colours.js" */
/** @import { Point } from "./svg.js" */
/** @import { Network } from "../numbers/network.js" */
/** @import { Reading } from "../numbers/targets.js" */
/** @import { State } from "../state/state.js" */
/**
 * What is drawn, and where.
 * @typedef {object} Picture
 * @property {CanvasRenderingContext2D} ctx
 * @property {Ink} ink
 * @property {Frame} frame
 * @property {State} state
 * @property {Reading} reading of the targets
 */
/** @typedef {{ colour: string, dash: number[], number: string }} LineStyle with its number */

const COLUMNS = 61; // of points at which the network is evaluated
const ROWS = 46;
const CURVE_STEPS = 160;
const REFERENCE_DASH = [6, 5];
const HIDDEN_DASHES = [
  [11, 4],
  [2.5, 3],
  [13, 4, 2.5, 4],
];

/**
 * θ now and, dashed, θ of the reference run at the same moment.
 * @param {State} state
 */
function compared({ theta, reference, moment }) {
  /** @type {{ theta: Float64Array, dash: number[] }[]} */
  const drawn = [{ theta, dash: [] }];
  if (!reference) return drawn;
  const then = reference.thetas[Math.min(moment ?? Infinity, reference.length)];
  return [...drawn, { theta: then, dash: REFERENCE_DASH }];
}

/**
 * The style of the line of a hidden unit.
 * @param {Ink} ink
 * @param {number} unit
 * @returns {LineStyle}
 */
function hiddenStyle(ink, unit) {
  return { colour: ink.hidden[unit % 6], dash: HIDDEN_DASHES[unit % 3], number: `${unit + 1}` };
}

/**
 * A line through points, with its number at one place.
 * @param {Picture} picture
 * @param {Point[]} points
 * @param {LineStyle} look
 * @param {Point} at
 */
function numberedLine({ ctx, ink }, points, { colour, dash, number }, at) {
  ctx.beginPath();
  for (const { x, y } of points) ctx.lineTo(x, y);
  strokeAs(ctx, colour, dash.length ? 2 : 2.8, dash);
  style(ctx, {
    fillStyle: colour,
    font: ink.font(13, 700),
    textAlign: "center",
    textBaseline: "middle",
    strokeStyle: ink.paper,
    lineWidth: 5,
  });
  outlined(ctx, number, at.x, at.y);
}

// -- over two inputs -----------------------------------------------------------------------------

/**
 * The largest of the other outputs; if there is only one output, the level it is compared with.
 * @param {Float64Array} z
 * @param {number} k
 * @param {number} level
 */
function rivalOf(z, k, level) {
  if (z.length === 1) return level;
  let rival = -Infinity;
  for (let j = 0; j < z.length; j++) if (j !== k && z[j] > rival) rival = z[j];
  return rival;
}

/**
 * The regions into which a network divides its two inputs. A single output is a colour from blue to
 * orange. Of several outputs, the largest gives its class's colour, stronger the further it leads.
 * The lead is measured in z, which is smoother than a.
 */
export class Regions {
  #net;
  #x = zeros(2);
  #pixels = new ImageData(COLUMNS, ROWS);
  #canvas = make("canvas", { width: COLUMNS, height: ROWS });
  /** By how much each output leads at each point. */
  #leads;
  /** @type {Ink | null} whose colours the tables hold */
  #ink = null;
  /** @type {Uint8ClampedArray[]} the colours of each class, weak to strong */
  #tables = [];

  /** @param {Network} net */
  constructor(net) {
    this.#net = net;
    this.#leads = range(net.outputs, () => zeros(ROWS * COLUMNS));
  }

  /** @param {Picture} picture */
  draw({ ctx, ink, frame, state, reading }) {
    if (this.#ink !== ink) this.#takeColours(ink);
    for (const { theta, dash } of compared(state)) {
      if (dash.length && !reading.kinds) continue; // a reference is drawn only as borders
      this.#compute(theta, frame, reading);
      if (!dash.length) this.#drawPixels(ctx, frame);
      if (!reading.kinds) continue;
      this.#traceBorders(ctx, frame);
      strokeAs(ctx, ink.ink, 2, dash);
    }
  }

  /** @param {Ink} ink */
  #takeColours(ink) {
    this.#ink = ink;
    this.#tables =
      this.#net.outputs > 1
        ? ink.classes.map((colour) => shades([ink.paper, colour]))
        : [ink.predictionTable];
  }

  /**
   * Computes leads and colours at all points. Allocates nothing: this runs in every frame.
   * @param {Float64Array} theta
   * @param {Frame} frame
   * @param {Reading} reading
   */
  #compute(theta, frame, { kindOf, level, from: low, to: high }) {
    const { left, top, width, height } = frame.box;
    const right = width / (COLUMNS - 1); // from point to point
    const down = height / (ROWS - 1);
    const net = this.#net;
    const x = this.#x;
    const z = /** @type {Float64Array} */ (net.z[net.layers]);
    for (let p = 0; p < ROWS * COLUMNS; p++) {
      x[0] = frame.fromX(left + right * (p % COLUMNS));
      x[1] = frame.fromY(top + down * Math.floor(p / COLUMNS));
      const a = net.forward(theta, x);
      for (let k = 0; k < z.length; k++) this.#leads[k][p] = z[k] - rivalOf(z, k, level);
      if (z.length === 1) {
        this.#paint(p, 0, (a[0] - low) / (high - low));
      } else {
        const kind = kindOf(a);
        this.#paint(p, kind, 0.08 + 0.4 * Math.tanh(this.#leads[kind][p] / 2));
      }
    }
  }

  /**
   * @param {number} p the point
   * @param {number} kind
   * @param {number} strength from 0 to 1
   */
  #paint(p, kind, strength) {
    const { data } = this.#pixels;
    const table = this.#tables[kind];
    const shade = 3 * Math.round(255 * clamp(strength, 0, 1));
    data[4 * p] = table[shade];
    data[4 * p + 1] = table[shade + 1];
    data[4 * p + 2] = table[shade + 2];
    data[4 * p + 3] = 255;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Frame} frame
   */
  #drawPixels(ctx, { box: { left, top, width, height } }) {
    context2d(this.#canvas).putImageData(this.#pixels, 0, 0);
    // Values belong to the centres of pixels, so the outer halves are cut off.
    ctx.drawImage(this.#canvas, 0.5, 0.5, COLUMNS - 1, ROWS - 1, left, top, width, height);
  }

  /**
   * Traces the lines along which an output stops leading.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Frame} frame
   */
  #traceBorders(ctx, { box: { left, top, width, height } }) {
    const right = width / (COLUMNS - 1);
    const down = height / (ROWS - 1);
    ctx.beginPath();
    for (const lead of this.#leads) {
      contours(lead, ROWS, COLUMNS, 0, (x0, y0, x1, y1) => {
        line(ctx, left + right * x0, top + down * y0, left + right * x1, top + down * y1);
      });
    }
  }
}

/**
 * The line z = 0 of each unit of the first layer, across the frame.
 * @param {Picture} picture
 */
export function drawHiddenLines(picture) {
  const { ink, frame, state } = picture;
  const { box } = frame;
  for (let unit = 0; unit < state.net.sizes[1]; unit++) {
    contours(cornersOf(unit, frame, state), 2, 2, 0, (x0, y0, x1, y1) => {
      const along = (/** @type {number} */ part) => ({
        x: box.left + (x0 + part * (x1 - x0)) * box.width,
        y: box.top + (y0 + part * (y1 - y0)) * box.height,
      });
      const at = along(unit % 2 ? 0.93 : 0.07);
      numberedLine(picture, [along(0), along(1)], hiddenStyle(ink, unit), at);
    });
  }
}

/**
 * z of a unit of the first layer at the four corners of the frame.
 * @param {number} unit
 * @param {Frame} frame
 * @param {State} state
 */
function cornersOf(unit, { x, y }, { net, theta }) {
  const corners = [
    [x[0], y[1]],
    [x[1], y[1]],
    [x[0], y[0]],
    [x[1], y[0]],
  ];
  return Float64Array.from(corners, (corner) => {
    net.forward(theta, floats(corner));
    return /** @type {Float64Array} */ (net.z[1])[unit];
  });
}

// -- over one input ------------------------------------------------------------------------------

/**
 * A curve for each output and, dashed, the contribution of each unit of the last hidden layer to z
 * of the first output: a w + b.
 * @param {Picture} picture
 */
export function drawCurves(picture) {
  const { ink, frame, state, reading } = picture;
  const { net, showHidden } = state;
  for (const { theta, dash } of compared(state)) {
    const withHidden = showHidden && net.layers > 1 && !dash.length;
    const { hidden, outputs } = curvesOf(net, theta, frame, withHidden);
    hidden.forEach((curve, unit) => {
      const at = curve[(6 + 10 * unit) % CURVE_STEPS];
      numberedLine(picture, curve, hiddenStyle(ink, unit), at);
    });
    outputs.forEach((curve, output) => {
      const look =
        net.outputs === 1
          ? { colour: ink.error, dash, number: "" }
          : { colour: ink.classes[output], dash, number: `${reading.kinds ? output : output + 1}` };
      numberedLine(picture, curve, look, curve[curve.length - 6 - 10 * output]);
    });
  }
}

/**
 * @param {Network} net
 * @param {Float64Array} theta
 * @param {Frame} frame
 * @param {boolean} withHidden
 * @returns {{ hidden: Point[][], outputs: Point[][] }}
 */
function curvesOf(net, theta, frame, withHidden) {
  const { left, top, width, height } = frame.box;
  const { layers } = net;
  const units = net.sizes[layers - 1];
  const weight = (/** @type {number} */ source) => theta[net.place(layers, source, 0)];
  const bias = weight(units);
  /** @type {Point[][]} */
  const hidden = range(withHidden ? units : 0, () => []);
  /** @type {Point[][]} */
  const outputs = range(net.outputs, () => []);
  // A curve may leave the frame, even to infinity.
  const pointAt = (/** @type {number} */ x, /** @type {number} */ value) => ({
    x,
    y: clamp(frame.toY(value), top - height, top + 2 * height),
  });
  const input = zeros(1);
  for (let k = 0; k <= CURVE_STEPS; k++) {
    const x = left + (k / CURVE_STEPS) * width;
    input[0] = frame.fromX(x);
    const a = net.forward(theta, input);
    const before = net.a[layers - 1];
    for (let j = 0; j < hidden.length; j++) {
      hidden[j].push(pointAt(x, before[j] * weight(j) + bias));
    }
    for (let j = 0; j < outputs.length; j++) outputs[j].push(pointAt(x, a[j]));
  }
  return { hidden, outputs };
}
