// The prediction panel: the outputs for all values of one or two inputs, and the data.

import { Frame } from "../frame.js";
import { fill } from "../marks.js";
import { drawExamples } from "../prediction_examples.js";
import { Regions, drawCurves, drawHiddenLines } from "../prediction_picture.js";
import { Sheet } from "../sheet.js";
import { PredictionTools } from "./prediction_tools.js";
import { format } from "../../numbers/format.js";
import { readingOf } from "../../numbers/targets.js";

/** @import { Host } from "../host.js" */
/** @import { Ink } from "../ink.js" */
/** @import { Point } from "../svg.js" */

const DRAWN = ["size", "theme", "box", "theta", "data", "example", "showHidden", "reference"];
const NEAR = 10; // CSS px; an example this near is the one pointed at
const MOST_STILL = 3; // CSS px; a click may move by less than this
/** @type {Record<string, Point>} by how many CSS px a key moves the crosshair */
const KEYS = {
  ArrowLeft: { x: -6, y: 0 },
  ArrowRight: { x: 6, y: 0 },
  ArrowUp: { x: 0, y: -6 },
  ArrowDown: { x: 0, y: 6 },
  Enter: { x: 0, y: 0 },
  " ": { x: 0, y: 0 },
  Delete: { x: 0, y: 0 },
};

/** @param {ArrayLike<number>} values */
const listOf = (values) => Array.from(values, (value) => format(value)).join(", ");

export class PredictionPanel {
  #host;
  #state;
  #net;
  #isFlat;
  #sheet;
  #tools;
  #regions;
  #frame = new Frame();
  /** @type {Point[]} where the examples lie */
  #places = [];
  /** @type {number | null} how many examples are classified correctly */
  #right = null;
  /** The data whose targets were read, and the reading. */
  #read;
  #reading;
  /** @type {Point | null} where the pointer or the crosshair is */
  #at = null;
  #crosshair = false;
  /** Whether the pointer or the crosshair has moved since the last drawing. */
  #pointed = false;
  /** @type {{ example: number, from: Point, moved: boolean } | null} the example being dragged */
  #held = null;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#net = host.state.net;
    this.#isFlat = this.#net.inputs === 2;
    this.#sheet = new Sheet(
      host.body,
      host,
      `Prediction over ${this.#isFlat ? "x₁ and x₂" : "x"}: arrow keys move a crosshair, ` +
        "Enter clicks there, Delete removes the nearest example",
    );
    this.#sheet.canvas.style.touchAction = "none";
    this.#regions = new Regions(this.#net);
    this.#tools = new PredictionTools(host);
    this.#read = host.state.given;
    this.#reading = readingOf(this.#net, this.#read);
    this.#tools.offer(this.#reading);
    this.#listen();
  }

  // -- drawn -----------------------------------------------------------------------------------

  /** @param {Set<string>} changed */
  draw(changed) {
    this.#readTargets();
    if (!this.#pointed && !DRAWN.some((name) => changed.has(name))) return;
    this.#pointed = false;
    this.#tools.draw();
    const { ink } = this.#host.view;
    const { ctx } = this.#sheet;
    this.#drawFrame(ink);
    ctx.save();
    this.#frame.clip(ctx);
    this.#drawPicture(ink);
    if (this.#crosshair) this.#drawCrosshair(ink);
    ctx.restore();
    this.#tell();
  }

  /** Reads the targets again if the data were replaced. */
  #readTargets() {
    const { given } = this.#state;
    if (this.#read === given) return;
    this.#read = given;
    this.#reading = readingOf(this.#net, given);
    this.#tools.offer(this.#reading);
  }

  /** @param {Ink} ink */
  #drawFrame(ink) {
    const { width, height } = this.#host;
    const [x, y = this.#reading.range] = this.#state.box;
    this.#sheet.resize(this.#host);
    this.#sheet.clear(ink.paper);
    this.#frame = new Frame({ left: 42, top: 20, width: width - 54, height: height - 81 }, x, y);
    const names = this.#isFlat ? { x: "x₁", y: "x₂" } : { x: "x", y: "t" };
    this.#frame.axes(this.#sheet.ctx, ink, names);
  }

  /**
   * Regions lie under the examples, curves on top of them.
   * @param {Ink} ink
   */
  #drawPicture(ink) {
    const state = this.#state;
    const picture = {
      ctx: this.#sheet.ctx,
      ink,
      frame: this.#frame,
      state,
      reading: this.#reading,
    };
    if (this.#isFlat) {
      this.#regions.draw(picture);
      if (state.showHidden && this.#net.layers > 1) drawHiddenLines(picture);
    }
    const { places, right } = drawExamples(picture);
    this.#places = places;
    this.#right = right;
    if (!this.#isFlat) drawCurves(picture);
  }

  /** @param {Ink} ink */
  #drawCrosshair(ink) {
    if (!this.#at) return;
    const { ctx, width, height } = this.#sheet;
    fill(ctx, ink.ink, 0, this.#at.y, width, 1);
    fill(ctx, ink.ink, this.#at.x, 0, 1, height);
  }

  // -- in words --------------------------------------------------------------------------------

  #tell() {
    const { dataset } = this.#sheet.canvas;
    const { box, x, y } = this.#frame;
    dataset.frame = JSON.stringify({ ...box, x, y });
    dataset.examples = `${this.#state.data.n}`;
    dataset.right = `${this.#right ?? ""}`;
    this.#host.say(this.#at ? this.#wordsAt(this.#at) : this.#summary());
  }

  #summary() {
    const { data, error } = this.#state;
    return this.#right === null
      ? `E = ${format(error, 4)} over ${data.n} examples`
      : `${this.#right} of ${data.n} right`;
  }

  /**
   * The output at a place, or for the example there.
   * @param {Point} at
   */
  #wordsAt(at) {
    const { data, theta } = this.#state;
    const { inputs, outputs } = this.#net;
    const { kinds, kindOf } = this.#reading;
    const example = this.#nearest(at);
    const place = Float64Array.from(this.#frame.at(at.x, at.y));
    const x = example < 0 ? place : data.x.subarray(example * inputs);
    const a = this.#net.forward(theta, x);
    const input = this.#isFlat ? `(${format(x[0])}, ${format(x[1])})` : format(x[0]);
    const answer = `x = ${input}: output ${listOf(a)}${kinds ? `, class ${kindOf(a)}` : ""}`;
    if (example < 0) return answer;
    const t = data.t.subarray(example * outputs, (example + 1) * outputs);
    return `example ${example + 1}, ${answer}, t = ${listOf(t)}`;
  }

  // -- worked by hand --------------------------------------------------------------------------

  /**
   * The example nearest to a place, or −1 if none is within reach.
   * @param {Point} at
   * @param {number} [reach] in CSS px
   */
  #nearest(at, reach = NEAR) {
    const away = this.#places.map(({ x, y }) => Math.hypot(at.x - x, at.y - y));
    return away.indexOf(Math.min(reach, ...away));
  }

  /**
   * @param {Point | null} at
   * @param {boolean} [byKeys] whether to show a crosshair there
   */
  #point(at, byKeys = false) {
    this.#at = at;
    this.#crosshair = byKeys;
    this.#pointed = true;
    this.#state.request();
  }

  /**
   * Uses the chosen tool at a place.
   * @param {Point} at
   */
  #click(at) {
    return this.#tools.click(this.#nearest(at), this.#frame.at(at.x, at.y));
  }

  #listen() {
    const { view } = this.#host;
    const { canvas } = this.#sheet;
    view.listen(canvas, {
      pointerdown: (event) => this.#take(event),
      pointermove: ({ offsetX: x, offsetY: y }) => this.#carry({ x, y }),
      lostpointercapture: () => {
        this.#held = null;
      },
      pointerleave: () => {
        if (!this.#crosshair) this.#point(null);
      },
      blur: () => this.#point(null),
    });
    view.keys(canvas, ({ key }) => this.#key(key));
  }

  /** @param {PointerEvent} event */
  #take({ button, offsetX: x, offsetY: y, pointerId }) {
    if (button || !this.#frame.holds(x, y)) return;
    const from = { x, y };
    this.#point(from);
    const example = this.#click(from);
    if (example >= 0) this.#held = { example, from, moved: false };
    this.#sheet.canvas.setPointerCapture(pointerId);
  }

  /**
   * Moves the held example with the pointer.
   * @param {Point} to
   */
  #carry(to) {
    const held = this.#held;
    this.#point(held || this.#frame.holds(to.x, to.y) ? to : null);
    if (!held) return;
    const distance = Math.hypot(to.x - held.from.x, to.y - held.from.y);
    if (!held.moved && distance < MOST_STILL) return;
    held.moved = true;
    this.#tools.move(held.example, this.#frame.at(to.x, to.y));
  }

  /**
   * @param {string} key
   * @returns {boolean} whether the panel uses this key
   */
  #key(key) {
    if (!(key in KEYS)) return false;
    const { left, top, width, height } = this.#frame.box;
    const middle = { x: left + width / 2, y: top + height / 2 };
    const by = KEYS[key];
    const to = this.#at ? { x: this.#at.x + by.x, y: this.#at.y + by.y } : middle;
    if (this.#frame.holds(to.x, to.y)) this.#point(to, true);
    if (!this.#at) return true; // nothing is drawn yet
    if (key === "Delete") this.#tools.erase(this.#nearest(this.#at, Infinity));
    else if (!key.startsWith("Arrow")) this.#click(this.#at);
    return true;
  }
}
