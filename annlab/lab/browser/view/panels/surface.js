// The error surface in three dimensions: the network as a ball on it, and the path that led there.

import { format, nameOf } from "../../numbers/format.js";
import { HeightScale } from "../../numbers/height_scale.js";
import { clamp, range, ticks } from "../../numbers/scales.js";
import { make } from "../dom.js";
import { outlined, style } from "../marks.js";
import { Relief } from "../relief.js";
import { along, drawBox } from "../relief_box.js";
import { Sheet } from "../sheet.js";

/** @import { Run } from "../../state/run.js" */
/** @import { State } from "../../state/state.js" */
/** @import { Host } from "../host.js" */
/** @import { Point, Spot } from "../relief.js" */

/**
 * What a key does: the degrees it turns the surface by, and how many times larger it makes it.
 * @type {Record<string, [azimuth: number, elevation: number, zoom?: number]>}
 */
const TURN_KEYS = {
  ArrowLeft: [5, 0],
  ArrowRight: [-5, 0],
  ArrowUp: [0, -5],
  ArrowDown: [0, 5],
  "+": [0, 0, 1.15],
  "-": [0, 0, 1 / 1.15],
};
const TURN_AT_FIRST = { azimuth: -58, elevation: 32, zoom: 1 };
const LEAST_POINTS = 200; // of the line that shows a run
const MOST_POINTS = 800;

/**
 * Where the ball is seen.
 * @typedef {object} Ball
 * @property {Spot} spot
 * @property {Spot} foot where its stem meets the base
 * @property {"" | "hidden" | "outside"} outOfSight
 */

/**
 * A disc around a spot.
 * @param {Spot} spot
 * @param {number} [radius]
 */
function disc([x, y], radius = 6.5) {
  const path = new Path2D();
  path.arc(x, y, radius, 0, 2 * Math.PI);
  return path;
}

export class SurfacePanel {
  #host;
  #state;
  #sheet;
  #switches;
  #relief = new Relief();
  #scale = new HeightScale();
  /** @type {State["plane"] | null} the errors that the relief shows */
  #plane = null;
  /** @type {PointerEvent | null} the last one of the pointer that turns the surface */
  #held = null;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#sheet = new Sheet(
      host.body,
      host,
      "Error surface. Drag or use the arrow keys to turn it, plus, minus or the wheel to zoom, " +
        "Home to reset.",
    );
    this.#switches = [this.#makeSwitch("logHeight", "log"), this.#makeSwitch("fit", "fit")];
    Object.assign(this.#sheet.canvas.style, { touchAction: "none", cursor: "grab" });
    this.#listen();
  }

  /**
   * A check box for a field of the state.
   * @param {"logHeight" | "fit"} field
   * @param {string} text
   */
  #makeSwitch(field, text) {
    const box = make("input", { type: "checkbox", dataset: { set: field } });
    this.#host.head.append(make("label", {}, box, text));
    this.#host.view.listen(box, { change: () => this.#state.set({ [field]: box.checked }) });
    return { field, box };
  }

  // -- drawing ---------------------------------------------------------------------------------

  /** @param {Set<string>} changed */
  draw(changed) {
    const { ctx } = this.#sheet;
    const host = this.#host;
    const state = this.#state;
    const { ink } = host.view;
    if (changed.has("size") || changed.has("theme")) this.#resize();
    if (this.#plane !== state.plane || changed.has("turn") || changed.has("logHeight")) {
      this.#drawRelief();
    }
    for (const { field, box } of this.#switches) box.checked = state[field];
    this.#sheet.clear(ink.paper);
    drawBox(ctx, ink, {
      relief: this.#relief,
      scale: this.#scale,
      names: this.#names(),
      spans: state.span,
    });
    ctx.drawImage(this.#relief.canvas, 0, 0, host.width, host.height);
    this.#drawRun(state.reference, Infinity, ink.ink, [6, 4]);
    this.#drawRun(state.run, state.moment ?? Infinity, ink.error);
    const ball = this.#ball();
    this.#drawBall(ball);
    this.#say(ball);
  }

  #resize() {
    const host = this.#host;
    this.#sheet.resize(host);
    this.#relief.resize(host, host.view.ink.heightTable);
    this.#plane = null;
  }

  /** Draws the surface itself; the canvas tells tests what it shows. */
  #drawRelief() {
    const { logHeight, plane, span, turn } = this.#state;
    this.#plane = plane;
    this.#scale.follow(plane, logHeight);
    this.#relief.draw(plane, this.#scale, turn);
    this.#relief.grid(span.map((ends) => ticks(...ends, 10).map((value) => along(value, ends))));
    const { low, high } = plane;
    Object.assign(this.#sheet.canvas.dataset, { low, high, turn: Object.values(turn) });
  }

  /**
   * Draws a run as a line on the surface: pale as a whole, strong where it has passed and is in
   * sight; and a ring at its start.
   * @param {Run | null} run
   * @param {number} now the passes that count as passed
   * @param {string} colour
   * @param {number[]} [dash]
   */
  #drawRun(run, now, colour, dash) {
    if (!run?.length) return;
    const { paper } = this.#host.view.ink;
    const { length } = run;
    const count = Math.min(MOST_POINTS, length * Math.ceil(LEAST_POINTS / length));
    const points = range(count + 1, (k) => this.#pointOfRun(run, (k / count) * length));
    const whole = new Path2D();
    const passed = new Path2D();
    for (const [x, y] of points.map((point) => this.#relief.at(point))) whole.lineTo(x, y);
    this.#relief.trace(passed, points.slice(0, Math.round((now / length) * count) + 1));
    const { ctx } = this.#sheet;
    ctx.save();
    ctx.lineCap = "round";
    this.#paint(whole, `${colour}80`, 1.5, dash);
    this.#paint(passed, paper, 4.5);
    this.#paint(passed, colour, 2.2, dash);
    this.#paint(disc(this.#relief.at(points[0]), 4), colour, 2, [], paper);
    ctx.restore();
  }

  /**
   * Draws the network as a ball on a stem, with its error; as a pale ring where it is out of sight.
   * @param {Ball} ball
   */
  #drawBall({ spot, foot, outOfSight }) {
    const { ink } = this.#host.view;
    const stem = new Path2D(`M${spot[0]} ${spot[1]}V${foot[1]}`);
    this.#paint(stem, `${ink.ink}90`, 1, [3, 3]);
    if (outOfSight) this.#paint(disc(spot), ink.error, 2, [3, 2.5], `${ink.paper}a0`);
    else this.#paint(disc(spot), ink.paper, 1.5, [], ink.error);
    this.#writeError(spot);
  }

  /**
   * Writes the error beside the ball.
   * @param {Spot} spot
   */
  #writeError([x, y]) {
    const { ctx, width } = this.#sheet;
    const { ink } = this.#host.view;
    const side = x < width - 90 ? 1 : -1;
    style(ctx, {
      strokeStyle: ink.paper,
      lineWidth: 3.5,
      fillStyle: ink.ink,
      font: ink.font(13, 600),
      textAlign: side > 0 ? "left" : "right",
    });
    outlined(ctx, `E = ${format(this.#state.error)}`, x + 12 * side, Math.max(10, y - 7));
  }

  /**
   * @param {Path2D} path
   * @param {string} strokeStyle
   * @param {number} lineWidth
   * @param {number[]} [dash]
   * @param {string} [fillStyle]
   */
  #paint(path, strokeStyle, lineWidth, dash = [], fillStyle = "transparent") {
    const { ctx } = this.#sheet;
    style(ctx, { strokeStyle, lineWidth, fillStyle });
    ctx.setLineDash(dash);
    ctx.fill(path);
    ctx.stroke(path);
  }

  // -- where things are ------------------------------------------------------------------------

  /**
   * Where a θ is in the box; an error that is not finite is as high as can be.
   * @param {Float64Array} theta
   * @param {number} error
   * @returns {Point}
   */
  #place(theta, error) {
    const { axes, span } = this.#state;
    return [
      along(theta[axes[0]], span[0]),
      along(theta[axes[1]], span[1]),
      Number.isFinite(error) ? this.#scale.at(error) : 1,
    ];
  }

  /**
   * Where a run was at a time, between two passes on the straight line.
   * @param {Run} run
   * @param {number} time in passes
   * @returns {Point}
   */
  #pointOfRun(run, time) {
    const k = Math.min(Math.floor(time), run.length - 1);
    const [x0, y0, z0] = this.#place(run.thetas[k], run.error[k]);
    const [x1, y1, z1] = this.#place(run.thetas[k + 1], run.error[k + 1]);
    const part = time - k;
    return [x0 + part * (x1 - x0), y0 + part * (y1 - y0), z0 + part * (z1 - z0)];
  }

  /**
   * Where the ball is seen: at the network's place, or at the nearest point of the box.
   * @returns {Ball}
   */
  #ball() {
    const [x, y, height] = this.#place(this.#state.theta, this.#state.error);
    const [u, v, z] = [x, y, height].map((value) => clamp(value, -1, 1));
    const spot = this.#relief.at([u, v, z]);
    const inside = Math.abs(x) <= 1 && Math.abs(y) <= 1; // not if one is NaN
    const hidden = this.#relief.shows(spot) ? "" : "hidden";
    return { spot, foot: this.#relief.at([u, v, 0]), outOfSight: inside ? hidden : "outside" };
  }

  // -- words -----------------------------------------------------------------------------------

  #names() {
    return this.#state.axes.map((index) => nameOf(this.#state.net.names[index]));
  }

  /** @param {Ball} ball */
  #say({ outOfSight }) {
    const { axes, error, theta } = this.#state;
    const names = this.#names();
    const places = axes.map((index, k) => `${names[k]} = ${format(theta[index])}`);
    const remark = outOfSight ? ` (${outOfSight})` : "";
    this.#host.say(`E = ${format(error)} at ${places.join(", ")}${remark}`);
  }

  // -- turning it ------------------------------------------------------------------------------

  /**
   * Turns the surface and makes it larger, within bounds.
   * @param {number} azimuth in degrees
   * @param {number} elevation in degrees
   * @param {number} [zoom] how many times larger
   */
  #turn(azimuth, elevation, zoom = 1) {
    const old = this.#state.turn;
    this.#state.set({
      turn: {
        azimuth: (old.azimuth + azimuth) % 360,
        elevation: clamp(old.elevation + elevation, 10, 75),
        zoom: clamp(old.zoom * zoom, 0.5, 6),
      },
    });
  }

  #listen() {
    const { view } = this.#host;
    const { canvas } = this.#sheet;
    view.listen(canvas, {
      pointerdown: (event) => {
        canvas.setPointerCapture(event.pointerId);
        this.#held = event;
      },
      pointermove: (event) => {
        const held = this.#held;
        if (!held || !event.buttons || event.pointerId !== held.pointerId) return;
        this.#turn((held.clientX - event.clientX) / 2, (event.clientY - held.clientY) / 2);
        this.#held = event;
      },
      // The wheel zooms while the surface has the focus, or with Ctrl; otherwise it scrolls the page.
      wheel: (event) => {
        if (!event.ctrlKey && !canvas.matches(":focus")) return;
        event.preventDefault();
        this.#turn(0, 0, Math.exp(-0.0015 * event.deltaY));
      },
    });
    view.keys(canvas, ({ key }) => {
      if (key === "Home") this.#state.set({ turn: { ...TURN_AT_FIRST } });
      else if (key in TURN_KEYS) this.#turn(...TURN_KEYS[key]);
      else return false;
    });
  }
}
