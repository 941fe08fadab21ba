// The error surface from above: colours and contour lines, the run, θ moved by hand.

import { contours } from "../../numbers/contours.js";
import { format, nameOf } from "../../numbers/format.js";
import { HeightScale } from "../../numbers/height_scale.js";
import { clamp, ticks } from "../../numbers/scales.js";
import { context2d } from "../dom.js";
import { Frame } from "../frame.js";
import { workable } from "../handle.js";
import { arrow, ball, line, strokeAs, style } from "../marks.js";
import { Sheet } from "../sheet.js";

/** @import { Run } from "../../state/run.js" */
/** @import { State } from "../../state/state.js" */
/** @import { Host } from "../host.js" */

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

export class MapPanel {
  #host;
  #state;
  #sheet;
  #scale = new HeightScale();
  #frame = new Frame();
  /** @type {State["plane"] | null} what the ground shows; it stays while θ moves in the plane */
  #plane = null;
  #picture = context2d(document.createElement("canvas"), { willReadFrequently: true });

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#sheet = new Sheet(
      host.body,
      host,
      "Map of the error from above. Click, drag or use the arrow keys to move the network.",
    );
    workable(host.view, this.#sheet.canvas, {
      frame: () => this.#frame,
      place: () => this.#state.axes.map((axis) => this.#state.theta[axis]),
      drag: (u, v) => this.#state.place(u, v),
    });
  }

  /** @param {Set<string>} changed */
  draw(changed) {
    const { ink } = this.#host.view;
    const { moment, plane, reference, run } = this.#state;
    const { ctx } = this.#sheet;
    this.#sheet.resize(this.#host);
    const groundChanged =
      plane !== this.#plane || ["size", "theme", "logHeight"].some((name) => changed.has(name));
    this.#plane = plane;
    this.#sheet.ground(ink.paper, groundChanged, (on) => this.#drawGround(on));
    ctx.save();
    this.#frame.clip(ctx);
    if (reference) this.#drawRun(reference, reference.length, ink.ink, [6, 4]);
    if (run) this.#drawRun(run, moment ?? run.length, ink.error);
    ctx.restore();
    this.#drawArrow();
    this.#drawBall();
    this.#say();
  }

  // -- the ground: what stays while θ moves in the plane ---------------------------------------

  /**
   * The colours of the errors, contour lines, the key of the colours and the axes. The canvas tells
   * tests what is drawn.
   * @param {CanvasRenderingContext2D} ctx
   */
  #drawGround(ctx) {
    const { axes, logHeight, net, plane, span } = this.#state;
    const { ink } = this.#host.view;
    const box = {
      left: 46,
      top: 22,
      width: this.#host.width - 106,
      height: this.#host.height - 64,
    };
    this.#frame = new Frame(box, ...span);
    this.#scale.follow(plane, logHeight);
    const colours = opaque(ink.heightTable);
    const levels = this.#levels();
    ctx.save();
    ctx.translate(box.left, box.top + box.height);
    ctx.scale(1, -1); // from here on y grows upwards, as the second parameter does
    this.#drawErrors(ctx, colours);
    this.#drawKey(ctx, colours);
    for (const level of levels) this.#drawLevel(ctx, level);
    ctx.restore();
    const [x, y] = axes.map((axis) => nameOf(net.names[axis]));
    this.#frame.axes(ctx, ink, { x, y });
    this.#writeKey(ctx);
    Object.assign(this.#sheet.canvas.dataset, { levels, box: Object.values(box) });
  }

  /** The errors at which contour lines are drawn. */
  #levels() {
    const { logHeight, plane } = this.#state;
    if (!logHeight) return ticks(plane.low, plane.high, 8);
    return ticks(this.#scale.low, Math.log10(plane.high), 8).map((power) => 10 ** power);
  }

  /**
   * One pixel for each point of the plane, drawn smoothly over the plot area.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Uint8ClampedArray<ArrayBuffer>} bytes the colours
   */
  #drawErrors(ctx, bytes) {
    const { error, rows, cols } = this.#state.plane;
    const { width, height } = this.#frame.box;
    const colours = new Uint32Array(bytes.buffer);
    const image = new ImageData(cols, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < error.length; k++) {
      // An error that is not finite is as light as the highest, as on the surface.
      pixels[k] = colours[Math.round(255 * this.#scale.at(error[k]))] ?? colours[255];
    }
    // The values belong to the centres of the pixels: the outer halves are cut off.
    ctx.drawImage(this.#canvasOf(image), 0.5, 0.5, cols - 1, rows - 1, 0, 0, width, height);
  }

  /**
   * The colours of all errors, beside the plot area.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Uint8ClampedArray<ArrayBuffer>} bytes the colours
   */
  #drawKey(ctx, bytes) {
    const { width, height } = this.#frame.box;
    const key = this.#canvasOf(new ImageData(bytes, 1));
    ctx.drawImage(key, width + KEY_APART, 0, KEY_WIDTH, height);
  }

  /**
   * A canvas that shows an image, to be drawn at another size; the next call overwrites it.
   * @param {ImageData} image
   */
  #canvasOf(image) {
    const { canvas } = this.#picture;
    canvas.width = image.width;
    canvas.height = image.height;
    this.#picture.putImageData(image, 0, 0);
    return canvas;
  }

  /**
   * The contour line of one error, and its mark on the key.
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} level
   */
  #drawLevel(ctx, level) {
    const { error, rows, cols } = this.#state.plane;
    const { width, height } = this.#frame.box;
    const across = width / (cols - 1); // from point to point
    const up = height / (cols - 1);
    ctx.beginPath();
    contours(error, rows, cols, level, (x0, y0, x1, y1) => {
      if (isNaN(x0 + y0 + x1 + y1)) return; // beside an error that is not a number
      line(ctx, x0 * across, y0 * up, x1 * across, y1 * up);
    });
    const at = this.#scale.at(level);
    line(ctx, width + KEY_APART, height * at, width + KEY_APART + KEY_WIDTH, height * at);
    strokeAs(ctx, at < 0.5 ? LEVEL_ON_DARK : LEVEL_ON_LIGHT, 1);
  }

  /**
   * The errors that the colours of the key mean.
   * @param {CanvasRenderingContext2D} ctx
   */
  #writeKey(ctx) {
    const { ink } = this.#host.view;
    const { left, top, width, height } = this.#frame.box;
    style(ctx, { font: ink.font(), fillStyle: ink.muted, textBaseline: "middle" });
    for (const value of this.#scale.ticks(4)) {
      const y = top + height - height * this.#scale.at(value);
      ctx.fillText(format(value), left + width + KEY_APART + KEY_WIDTH + 4, y);
    }
  }

  // -- what moves ------------------------------------------------------------------------------

  /** @param {Float64Array} theta */
  #toX(theta) {
    return this.#frame.toX(theta[this.#state.axes[0]]);
  }

  /** @param {Float64Array} theta */
  #toY(theta) {
    return this.#frame.toY(theta[this.#state.axes[1]]);
  }

  /**
   * A run as a line, thin where it is still to come, with a dot at its start.
   * @param {Run} run
   * @param {number} moment the passes that count as passed
   * @param {string} colour
   * @param {number[]} [dash]
   */
  #drawRun({ length, thetas }, moment, colour, dash) {
    const { ctx } = this.#sheet;
    const { paper } = this.#host.view.ink;
    /** @type {(to: number, ...look: [colour: string, width: number, dash?: number[]]) => void} */
    const trace = (to, ...look) => {
      ctx.beginPath();
      for (let k = 0; k <= to; k++) {
        ctx.lineTo(clamp(this.#toX(thetas[k]), -FAR, FAR), clamp(this.#toY(thetas[k]), -FAR, FAR));
      }
      strokeAs(ctx, ...look);
    };
    trace(length, paper, 4.5);
    trace(length, colour, 1.2, dash);
    trace(moment, colour, 2.6, dash);
    ball(ctx, this.#frame, this.#toX(thetas[0]), this.#toY(thetas[0]), 4.5, paper, colour);
  }

  /** The negative gradient in this plane: longer where it is steeper, absent where it is 0. */
  #drawArrow() {
    const { ctx, canvas } = this.#sheet;
    const { ink } = this.#host.view;
    const { axes, gradient, plane, theta } = this.#state;
    const x = this.#toX(theta);
    const y = this.#toY(theta);
    const dx = -gradient[axes[0]] * this.#frame.scaleX;
    const dy = gradient[axes[1]] * this.#frame.scaleY;
    const length = Math.hypot(dx, dy);
    const steep = length / (length + plane.to); // between 0 and 1
    if (!(steep > 1e-9 && this.#frame.holds(x, y))) {
      canvas.dataset.arrow = "";
      return;
    }
    const long = 26 + 50 * steep;
    const [aside, down] = [(dx / length) * long, (dy / length) * long];
    canvas.dataset.arrow = `${aside.toFixed(1)},${down.toFixed(1)}`;
    /** @type {(colour: string, lineWidth: number) => void} */
    const draw = (colour, lineWidth) => {
      style(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth });
      arrow(ctx, x, y, x + aside, y + down);
      ctx.stroke(); // the outline of its head
    };
    draw(ink.paper, 5.5);
    draw(ink.ink, 2.4);
  }

  /** Where the network is. */
  #drawBall() {
    const { theta } = this.#state;
    const { error, paper } = this.#host.view.ink;
    ball(this.#sheet.ctx, this.#frame, this.#toX(theta), this.#toY(theta), 6.5, error, paper);
  }

  // -- words -----------------------------------------------------------------------------------

  /** Says how steeply the error falls along both axes. */
  #say() {
    const { axes, gradient, net } = this.#state;
    const slopes = axes.map((k) => `−∂E/∂${nameOf(net.names[k])} = ${format(-gradient[k])}`);
    this.#host.say(slopes.join(", "));
  }
}
