// The error surface from above: colours and contour lines, the run, θ moved by hand.

import { contours } from "../../numbers/contours.js";
import { format, nameOf } from "../../numbers/format.js";
import { HeightScale } from "../../numbers/height_scale.js";
import { clamp, ticks } from "../../numbers/scales.js";
import { context2d, make } from "../dom.js";
import { Frame } from "../frame.js";
import { workable } from "../drag_and_arrows.js";
import { anyOf } from "../panel_host.js";
import { arrow, ball, line, strokeAs, style } from "../marks.js";
import { Sheet } from "../sheet.js";

/** @import { Run } from "../../state/run.js" */
/** @import { State } from "../../state/state.js" */
/** @import { Host } from "../panel_host.js" */
/** @import { Ink } from "../colours.js" */

const KEY_APART = 12; // CSS px between the map and the key of its colours
const KEY_WIDTH = 12; // CSS px
const FAR = 1e4; // CSS px; lines are cut off there, long after they have left the map
const LEVEL_ON_DARK = "#ffffff90";
const LEVEL_ON_LIGHT = "#14283c90";

/**
 * Colours of errors as bytes, four each, opaque.
 * @param {Uint8ClampedArray} heightTable 256 colours, three bytes each
 */
function opaque(heightTable) {
  const bytes = new Uint8ClampedArray(1024).fill(255);
  heightTable.forEach((value, k) => (bytes[k + Math.floor(k / 3)] = value));
  return bytes;
}

/**
 * Shows an image on a canvas, from which it can be drawn at another size.
 * @param {CanvasRenderingContext2D} picture the canvas's own context
 * @param {ImageData} image
 */
function canvasOf(picture, image) {
  const { canvas } = picture;
  canvas.width = image.width;
  canvas.height = image.height;
  picture.putImageData(image, 0, 0);
  return canvas;
}

/**
 * The contour line of one error, and its mark on the key, with the origin at the bottom left.
 * @param {CanvasRenderingContext2D} ctx
 * @param {State["plane"]} plane
 * @param {{ width: number, height: number }} box
 * @param {number} level
 * @param {number} at the height of the level on the scale, from 0 to 1
 */
function drawLevel(ctx, { error, rows, cols }, { width, height }, level, at) {
  const across = width / (cols - 1); // from point to point
  const up = height / (rows - 1);
  ctx.beginPath();
  contours(error, rows, cols, level, (x0, y0, x1, y1) => {
    if (isNaN(x0 + y0 + x1 + y1)) return; // beside an error that is not a number
    line(ctx, x0 * across, y0 * up, x1 * across, y1 * up);
  });
  line(ctx, width + KEY_APART, height * at, width + KEY_APART + KEY_WIDTH, height * at);
  strokeAs(ctx, at < 0.5 ? LEVEL_ON_DARK : LEVEL_ON_LIGHT, 1);
}

/**
 * A run as a line, thin where it is still to come, with a dot at its start.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Frame} frame
 * @param {State} state
 * @param {Run} run
 * @param {number} moment the passes that count as passed
 * @param {string} paper
 * @param {string} colour
 * @param {number[]} [dash]
 */
function drawRun(ctx, frame, { axes: [u, v] }, { length, thetas }, moment, paper, colour, dash) {
  /** @type {(to: number, ...look: [colour: string, width: number, dash?: number[]]) => void} */
  const trace = (to, ...look) => {
    ctx.beginPath();
    for (let k = 0; k <= to; k++) {
      const x = clamp(frame.toX(thetas[k][u]), -FAR, FAR);
      ctx.lineTo(x, clamp(frame.toY(thetas[k][v]), -FAR, FAR));
    }
    strokeAs(ctx, ...look);
  };
  trace(length, paper, 4.5);
  trace(length, colour, 1.2, dash);
  trace(moment, colour, 2.6, dash);
  ball(ctx, frame, frame.toX(thetas[0][u]), frame.toY(thetas[0][v]), 4.5, paper, colour);
}

/**
 * The negative gradient in this plane: longer where it is steeper, absent where it is 0.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ink} ink
 * @param {Frame} frame
 * @param {State} state
 * @param {number} x where it begins, in CSS px
 * @param {number} y
 * @returns {string} its extent in CSS px
 */
function drawArrow(ctx, ink, frame, { axes, gradient, plane }, x, y) {
  const dx = -gradient[axes[0]] * frame.scaleX;
  const dy = gradient[axes[1]] * frame.scaleY;
  const length = Math.hypot(dx, dy);
  const steep = length / (length + plane.to); // between 0 and 1
  if (!(steep > 1e-9 && frame.holds(x, y))) return "";
  const long = 26 + 50 * steep;
  const aside = (dx / length) * long;
  const down = (dy / length) * long;
  /** @type {(colour: string, lineWidth: number) => void} */
  const draw = (colour, lineWidth) => {
    style(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth });
    arrow(ctx, x, y, x + aside, y + down);
    ctx.stroke(); // the outline of its head
  };
  draw(ink.paper, 5.5);
  draw(ink.ink, 2.4);
  return `${aside.toFixed(1)},${down.toFixed(1)}`;
}

export class MapPanel {
  #host;
  #sheet;
  #scale = new HeightScale();
  #frame = new Frame();
  /** @type {State["plane"] | null} what the ground shows; it stays while θ moves in the plane */
  #plane = null;
  #picture = context2d(make("canvas"), { willReadFrequently: true });

  /** @param {Host} host */
  constructor(host) {
    const { state } = host;
    this.#host = host;
    this.#sheet = new Sheet(
      host.body,
      host,
      "Map of the error from above. Click, drag or use the arrow keys to move the network.",
    );
    workable(host.view, this.#sheet.canvas, {
      frame: () => this.#frame,
      place: () => state.axes.map((axis) => state.theta[axis]),
      drag: (u, v) => state.place(u, v),
    });
  }

  /** @param {Set<string>} changed */
  draw(changed) {
    const { ink, state } = this.#host;
    const { axes, gradient, moment, net, plane, reference, run, theta } = state;
    const sheet = this.#sheet;
    const { ctx } = sheet;
    sheet.resize(this.#host);
    const groundChanged = plane !== this.#plane || anyOf(changed, ["size", "theme", "logHeight"]);
    this.#plane = plane;
    sheet.ground(ink.paper, groundChanged, (on) => this.#drawGround(on));
    const frame = this.#frame;
    ctx.save();
    frame.clip(ctx);
    if (reference) {
      drawRun(ctx, frame, state, reference, reference.length, ink.paper, ink.ink, [6, 4]);
    }
    if (run) drawRun(ctx, frame, state, run, moment ?? run.length, ink.paper, ink.error);
    ctx.restore();
    const x = frame.toX(theta[axes[0]]);
    const y = frame.toY(theta[axes[1]]);
    sheet.canvas.dataset.arrow = drawArrow(ctx, ink, frame, state, x, y);
    ball(ctx, frame, x, y, 6.5, ink.error, ink.paper);
    // How steeply the error falls along both axes.
    const slopes = axes.map((k) => `−∂E/∂${nameOf(net.names[k])} = ${format(-gradient[k])}`);
    this.#host.say(slopes.join(", "));
  }

  // -- the ground: what stays while θ moves in the plane ---------------------------------------

  /**
   * The colours of the errors, contour lines, the key of the colours and the axes. The canvas tells
   * tests what is drawn.
   * @param {CanvasRenderingContext2D} ctx
   */
  #drawGround(ctx) {
    const { ink, state } = this.#host;
    const { axes, logHeight, net, plane, span } = state;
    const scale = this.#scale;
    const frame = new Frame(this.#host, [46, 22, 106, 64], ...span);
    const { box } = frame;
    const { left, top, width, height } = box;
    this.#frame = frame;
    scale.follow(plane, logHeight);
    const levels = logHeight
      ? ticks(scale.low, Math.log10(plane.high), 8).map((power) => 10 ** power)
      : ticks(plane.low, plane.high, 8);
    ctx.save();
    ctx.translate(left, top + height);
    ctx.scale(1, -1); // from here on y grows upwards, as the second parameter does
    this.#drawColours(ctx, width, height);
    for (const level of levels) drawLevel(ctx, plane, box, level, scale.at(level));
    ctx.restore();
    const [x, y] = axes.map((axis) => nameOf(net.names[axis]));
    frame.axes(ctx, ink, { x, y });
    style(ctx, { font: ink.font(), fillStyle: ink.muted, textBaseline: "middle" });
    for (const value of scale.ticks(4)) {
      const down = top + height - height * scale.at(value);
      ctx.fillText(format(value), left + width + KEY_APART + KEY_WIDTH + 4, down);
    }
    Object.assign(this.#sheet.canvas.dataset, { levels, box: Object.values(box) });
  }

  /**
   * One pixel for each point of the plane, drawn smoothly over the plot area, and the colours of
   * all errors beside it.
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width of the plot area
   * @param {number} height
   */
  #drawColours(ctx, width, height) {
    const { ink, state } = this.#host;
    const { error, rows, cols } = state.plane;
    const bytes = opaque(ink.heightTable);
    const colours = new Uint32Array(bytes.buffer);
    const image = new ImageData(cols, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < error.length; k++) {
      // An error that is not finite is as light as the highest, as on the surface.
      pixels[k] = colours[Math.round(255 * this.#scale.at(error[k]))] ?? colours[255];
    }
    const errors = canvasOf(this.#picture, image);
    // The values belong to the centres of the pixels: the outer halves are cut off.
    ctx.drawImage(errors, 0.5, 0.5, cols - 1, rows - 1, 0, 0, width, height);
    const key = canvasOf(this.#picture, new ImageData(bytes, 1));
    ctx.drawImage(key, width + KEY_APART, 0, KEY_WIDTH, height);
  }
}
