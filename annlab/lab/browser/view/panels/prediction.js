// The prediction panel: the outputs for all values of one or two inputs, and the data.

import { floats, rowOf } from "../../numbers/arrays.js";
import { Frame } from "../frame.js";
import { ARROWS } from "../drag_and_arrows.js";
import { anyOf } from "../panel_host.js";
import { fill } from "../marks.js";
import { drawExamples } from "../prediction_examples.js";
import { Regions, drawCurves, drawHiddenLines } from "../prediction_picture.js";
import { Sheet } from "../sheet.js";
import { PredictionTools } from "./prediction_tools.js";
import { format } from "../../numbers/format.js";

/** @import { Host } from "../panel_host.js" */
/** @import { Ink } from "../colours.js" */
/** @import { Point } from "../svg.js" */

const DRAWN = ["size", "theme", "box", "theta", "data", "example", "showHidden", "reference"];
const NEAR = 10; // CSS px; an example this near is the one pointed at
const MOST_STILL = 3; // CSS px; a click may move by less than this
const KEY_STEP = 6; // CSS px that an arrow key moves the crosshair by
const TOOL_KEYS = ["Enter", " ", "Delete"];

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
  /** @type {ReturnType<typeof drawExamples>} */
  #examples = { places: [], right: null };
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
    this.#listen();
  }

  // -- drawn -----------------------------------------------------------------------------------

  /** @param {Set<string>} changed */
  draw(changed) {
    this.#tools.draw();
    if (!this.#pointed && !anyOf(changed, DRAWN)) return;
    this.#pointed = false;
    const { ink } = this.#host;
    this.#drawFrame(ink);
    const { ctx, width, height } = this.#sheet;
    ctx.save();
    this.#frame.clip(ctx);
    this.#drawPicture(ink);
    if (this.#crosshair && this.#at) {
      fill(ctx, ink.ink, 0, this.#at.y, width, 1);
      fill(ctx, ink.ink, this.#at.x, 0, 1, height);
    }
    ctx.restore();
    this.#tell();
  }

  /** @param {Ink} ink */
  #drawFrame(ink) {
    const [x, y = this.#tools.reading.range] = this.#state.box;
    this.#sheet.resize(this.#host);
    this.#sheet.clear(ink.paper);
    this.#frame = new Frame(this.#host, [42, 20, 54, 81], x, y);
    const names = this.#isFlat ? { x: "x₁", y: "x₂" } : { x: "x", y: "t" };
    this.#frame.axes(this.#sheet.ctx, ink, names);
  }

  /**
   * Regions lie under the examples, curves on top of them.
   * @param {Ink} ink
   */
  #drawPicture(ink) {
    const state = this.#state;
    const { ctx } = this.#sheet;
    const picture = { ctx, ink, frame: this.#frame, state, reading: this.#tools.reading };
    if (this.#isFlat) {
      this.#regions.draw(picture);
      if (state.showHidden && this.#net.layers > 1) drawHiddenLines(picture);
    }
    this.#examples = drawExamples(picture);
    if (!this.#isFlat) drawCurves(picture);
  }

  // -- in words --------------------------------------------------------------------------------

  #tell() {
    const { dataset } = this.#sheet.canvas;
    const { box, x, y } = this.#frame;
    const { data } = this.#state;
    const { right } = this.#examples;
    dataset.frame = JSON.stringify({ ...box, x, y });
    dataset.examples = `${data.n}`;
    dataset.right = `${right ?? ""}`;
    this.#host.say(this.#at ? this.#wordsAt(this.#at) : this.#summary(data.n, right));
  }

  /**
   * @param {number} n
   * @param {number | null} right
   */
  #summary(n, right) {
    if (right !== null) return `${right} of ${n} right`;
    return `E = ${format(this.#state.error, 4)} over ${n} examples`;
  }

  /**
   * The output at a place, or for the example there.
   * @param {Point} at
   */
  #wordsAt(at) {
    const { data, theta } = this.#state;
    const { inputs, outputs } = this.#net;
    const { kinds, kindOf } = this.#tools.reading;
    const example = this.#nearest(at);
    const place = floats(this.#frame.at(at.x, at.y));
    const x = example < 0 ? place : rowOf(data.x, example, inputs);
    const a = this.#net.forward(theta, x);
    const input = this.#isFlat ? `(${format(x[0])}, ${format(x[1])})` : format(x[0]);
    const answer = `x = ${input}: output ${listOf(a)}${kinds ? `, class ${kindOf(a)}` : ""}`;
    if (example < 0) return answer;
    const t = rowOf(data.t, example, outputs);
    return `example ${example + 1}, ${answer}, t = ${listOf(t)}`;
  }

  // -- worked by hand --------------------------------------------------------------------------

  /**
   * The example nearest to a place, or −1 if none is within reach.
   * @param {Point} at
   * @param {number} [reach] in CSS px
   */
  #nearest(at, reach = NEAR) {
    const away = this.#examples.places.map(({ x, y }) => Math.hypot(at.x - x, at.y - y));
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
    const [right, up] = ARROWS[key] ?? [0, 0];
    const usesTool = TOOL_KEYS.includes(key);
    if (!(usesTool || key in ARROWS)) return false;
    const { left, top, width, height } = this.#frame.box;
    const middle = { x: left + width / 2, y: top + height / 2 };
    const from = this.#at;
    const to = from ? { x: from.x + KEY_STEP * right, y: from.y - KEY_STEP * up } : middle;
    if (this.#frame.holds(to.x, to.y)) this.#point(to, true);
    const at = this.#at;
    if (!at) return true; // nothing is drawn yet
    if (key === "Delete") this.#tools.erase(this.#nearest(at, Infinity));
    else if (usesTool) this.#click(at);
    return true;
  }
}
