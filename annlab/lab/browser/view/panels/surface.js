// The error surface in three dimensions: the network as a ball on it, and the path that led there.

import { range } from "../../numbers/arrays.js";
import { format, nameOf } from "../../numbers/format.js";
import { HeightScale } from "../../numbers/height_scale.js";
import { clamp, ticks } from "../../numbers/scales.js";
import { make } from "../dom.js";
import { ARROWS } from "../drag_and_arrows.js";
import { anyOf } from "../panel_host.js";
import { outlined, style } from "../marks.js";
import { Relief } from "../relief.js";
import { along, drawBox } from "../relief_box.js";
import { Sheet } from "../sheet.js";
import { placeInWords } from "../words.js";

/** @import { Run } from "../../state/run.js" */
/** @import { State } from "../../state/state.js" */
/** @import { Host } from "../panel_host.js" */
/** @import { Ink } from "../colours.js" */
/** @import { Point, Spot } from "../relief.js" */

/** How many times larger a key makes the surface. @type {Record<string, number>} */
const ZOOM_KEYS = { "+": 1.15, "-": 1 / 1.15 };
const KEY_TURN = 5; // degrees
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

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Path2D} path
 * @param {string} strokeStyle
 * @param {number} lineWidth
 * @param {number[]} [dash]
 * @param {string} [fillStyle]
 */
function paint(ctx, path, strokeStyle, lineWidth, dash = [], fillStyle = "transparent") {
  style(ctx, { strokeStyle, lineWidth, fillStyle });
  ctx.setLineDash(dash);
  ctx.fill(path);
  ctx.stroke(path);
}

/**
 * Where a θ is in the box; an error that is not finite is as high as can be.
 * @param {State} state
 * @param {HeightScale} scale
 * @param {Float64Array} theta
 * @param {number} error
 * @returns {Point}
 */
function placeOf({ axes, span }, scale, theta, error) {
  return [
    along(theta[axes[0]], span[0]),
    along(theta[axes[1]], span[1]),
    Number.isFinite(error) ? scale.at(error) : 1,
  ];
}

/**
 * Points along a run, between two passes on the straight line.
 * @param {State} state
 * @param {HeightScale} scale
 * @param {Run} run
 * @returns {Point[]}
 */
function pointsOfRun(state, scale, { length, thetas, error }) {
  const count = Math.min(MOST_POINTS, length * Math.ceil(LEAST_POINTS / length));
  return range(count + 1, (point) => {
    const time = (point / count) * length; // in passes
    const k = Math.min(Math.floor(time), length - 1);
    const part = time - k;
    const [x0, y0, z0] = placeOf(state, scale, thetas[k], error[k]);
    const [x1, y1, z1] = placeOf(state, scale, thetas[k + 1], error[k + 1]);
    return [x0 + part * (x1 - x0), y0 + part * (y1 - y0), z0 + part * (z1 - z0)];
  });
}

/**
 * Draws the network as a ball on a stem, with its error; as a pale ring where it is out of sight.
 * @param {Sheet} sheet
 * @param {Ink} ink
 * @param {Ball} ball
 * @param {number} error
 */
function drawBall({ ctx, width }, ink, { spot, foot, outOfSight }, error) {
  const [x, y] = spot;
  paint(ctx, new Path2D(`M${x} ${y}V${foot[1]}`), `${ink.ink}90`, 1, [3, 3]);
  if (outOfSight) paint(ctx, disc(spot), ink.error, 2, [3, 2.5], `${ink.paper}a0`);
  else paint(ctx, disc(spot), ink.paper, 1.5, [], ink.error);
  const side = x < width - 90 ? 1 : -1;
  style(ctx, {
    strokeStyle: ink.paper,
    lineWidth: 3.5,
    fillStyle: ink.ink,
    font: ink.font(13, 600),
    textAlign: side > 0 ? "left" : "right",
  });
  outlined(ctx, `E = ${format(error)}`, x + 12 * side, Math.max(10, y - 7));
}

export class SurfacePanel {
  #host;
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
    const { head, state, view } = this.#host;
    const box = make("input", { type: "checkbox", dataset: { set: field } });
    head.append(make("label", {}, box, text));
    view.listen(box, { change: () => state.set({ [field]: box.checked }) });
    return { field, box };
  }

  // -- drawing ---------------------------------------------------------------------------------

  /** @param {Set<string>} changed */
  draw(changed) {
    const host = this.#host;
    const sheet = this.#sheet;
    const relief = this.#relief;
    const { ctx } = sheet;
    const { ink, state } = host;
    const { axes, error, moment, net, plane, reference, run, span } = state;
    if (anyOf(changed, ["size", "theme"])) {
      sheet.resize(host);
      relief.resize(host, ink.heightTable);
      this.#plane = null;
    }
    if (this.#plane !== plane || anyOf(changed, ["turn", "logHeight"])) {
      this.#drawRelief();
    }
    for (const { field, box } of this.#switches) box.checked = state[field];
    const names = axes.map((index) => nameOf(net.names[index]));
    sheet.clear(ink.paper);
    drawBox(ctx, ink, { relief, scale: this.#scale, names, spans: span });
    ctx.drawImage(relief.canvas, 0, 0, host.width, host.height);
    this.#drawRun(reference, Infinity, ink.ink, [6, 4]);
    this.#drawRun(run, moment ?? Infinity, ink.error);
    const ball = this.#ball();
    drawBall(sheet, ink, ball, error);
    const remark = ball.outOfSight && ` (${ball.outOfSight})`;
    host.say(`E = ${format(error)} at ${placeInWords(state)}${remark}`);
  }

  /** Draws the surface itself; the canvas tells tests what it shows. */
  #drawRelief() {
    const { logHeight, plane, span, turn } = this.#host.state;
    const { low, high } = plane;
    this.#plane = plane;
    this.#scale.follow(plane, logHeight);
    this.#relief.draw(plane, this.#scale, turn);
    this.#relief.grid(span.map((ends) => ticks(...ends, 10).map((value) => along(value, ends))));
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
    const { paper } = this.#host.ink;
    const { ctx } = this.#sheet;
    const relief = this.#relief;
    const points = pointsOfRun(this.#host.state, this.#scale, run);
    const whole = new Path2D();
    const passed = new Path2D();
    for (const [x, y] of points.map((point) => relief.at(point))) whole.lineTo(x, y);
    relief.trace(passed, points.slice(0, Math.round((now / run.length) * (points.length - 1)) + 1));
    ctx.save();
    ctx.lineCap = "round";
    paint(ctx, whole, `${colour}80`, 1.5, dash);
    paint(ctx, passed, paper, 4.5);
    paint(ctx, passed, colour, 2.2, dash);
    paint(ctx, disc(relief.at(points[0]), 4), colour, 2, [], paper);
    ctx.restore();
  }

  /**
   * Where the ball is seen: at the network's place, or at the nearest point of the box.
   * @returns {Ball}
   */
  #ball() {
    const { state } = this.#host;
    const relief = this.#relief;
    const place = placeOf(state, this.#scale, state.theta, state.error);
    const [u, v, z] = place.map((value) => clamp(value, -1, 1));
    const spot = relief.at([u, v, z]);
    const inside = Math.abs(place[0]) <= 1 && Math.abs(place[1]) <= 1; // not if one is NaN
    const hidden = relief.shows(spot) ? "" : "hidden";
    return { spot, foot: relief.at([u, v, 0]), outOfSight: inside ? hidden : "outside" };
  }

  // -- turning it ------------------------------------------------------------------------------

  /**
   * Turns the surface and makes it larger, within bounds.
   * @param {number} azimuth in degrees
   * @param {number} elevation in degrees
   * @param {number} [zoom] how many times larger
   */
  #turn(azimuth, elevation, zoom = 1) {
    const { state } = this.#host;
    const old = state.turn;
    state.set({
      turn: {
        azimuth: (old.azimuth + azimuth) % 360,
        elevation: clamp(old.elevation + elevation, 10, 75),
        zoom: clamp(old.zoom * zoom, 0.5, 6),
      },
    });
  }

  #listen() {
    const { state, view } = this.#host;
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
      const arrow = ARROWS[key];
      if (key === "Home") state.set({ turn: { ...TURN_AT_FIRST } });
      else if (arrow) this.#turn(-KEY_TURN * arrow[0], -KEY_TURN * arrow[1]);
      else if (key in ZOOM_KEYS) this.#turn(0, 0, ZOOM_KEYS[key]);
      else return false;
    });
  }
}
