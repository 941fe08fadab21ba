// The diagram of a stepper: units and connections, labelled with the numbers known so far.

import { nameOf } from "../numbers/format.js";
import { Labels } from "./stepper_labels.js";
import { numberText } from "./stepper_words.js";
import { svgNode } from "./svg.js";

/** @import { Session } from "../state/stepper_session.js" */
/** @import { Label } from "./stepper_labels.js" */
/** @typedef {{ x: number, y: number }} Point in CSS px */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */
/** @typedef {{ layer: number, source: number, unit: number }} Connection into a layer */

const SPOTS = [0.3, 0.22, 0.4, 0.62, 0.7, 0.78]; // of a label on its connection, best first
const MOST_LABELLED = 12; // connections to a layer; of more, only those in use get labels

/**
 * Replaces the contents of an svg element by the diagram.
 * @param {SVGSVGElement} svg
 * @param {Session} session
 * @param {number} width in CSS px
 */
export function drawDiagram(svg, session, width) {
  new Diagram(svg, session, width).draw();
}

/**
 * Where the units stand.
 * @param {{ sizes: number[], layers: number }} net
 * @param {number} width
 */
function layoutOf({ sizes, layers }, width) {
  const apart = (width - 108) / layers;
  const radius = apart < 90 ? 16 : 22;
  const pitch = 2 * radius + 54;
  const most = Math.max(...sizes);
  return {
    apart,
    radius,
    tight: apart < 70,
    height: 2 * radius + (most - 1) * pitch + 78, // 36 above the first unit, 42 below the last
    /** @param {number} layer @param {number} unit @returns {Point} */
    place: (layer, unit) => ({
      x: radius + 6 + layer * apart,
      y: 36 + radius + ((most - sizes[layer]) / 2 + unit) * pitch,
    }),
  };
}

/** @param {string[]} names */
const classOf = (names) => names.map((name) => `annlab-${name}`).join(" ");

class Diagram {
  #session;
  #net;
  #layout;
  #labels;
  #lines;
  #discs;
  #texts;
  /** @type {Box[]} kept free of labels of connections */
  #taken = [];

  /**
   * @param {SVGSVGElement} svg
   * @param {Session} session
   * @param {number} width
   */
  constructor(svg, session, width) {
    this.#session = session;
    this.#net = session.net;
    this.#layout = layoutOf(session.net, width);
    this.#labels = new Labels(session, this.#layout.tight ? 2 : 3);
    svg.replaceChildren();
    svg.setAttribute("width", `${width}`);
    svg.setAttribute("height", `${this.#layout.height}`);
    svg.setAttribute("class", this.#layout.tight ? "annlab-tight" : "");
    this.#lines = svgNode(svg, "g");
    this.#discs = svgNode(svg, "g");
    this.#texts = svgNode(svg, "g");
  }

  draw() {
    const { sizes, layers } = this.#net;
    sizes.forEach((size, layer) => {
      for (let unit = 0; unit < size; unit++) this.#drawUnit(layer, unit);
      this.#writeFoot(layer);
    });
    for (let layer = 1; layer <= layers; layer++) {
      for (const connection of this.#connectionsInto(layer)) {
        this.#drawConnection(connection);
        this.#labelConnection(connection);
      }
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {Label} label
   * @param {number} [half] half its width, if connections must not be labelled there
   */
  #write(x, y, { classes, text }, half = 0) {
    if (!text) return;
    svgNode(this.#texts, "text", { x, y, class: classOf(classes) }, text);
    if (half) this.#taken.push({ left: x - half, top: y - 12, right: x + half, bottom: y + 3 });
  }

  // -- units -----------------------------------------------------------------------------------

  /**
   * @param {number} layer
   * @param {number} unit
   */
  #drawUnit(layer, unit) {
    const { asked, names } = this.#session;
    const { x, y } = this.#layout.place(layer, unit);
    const r = this.#layout.radius;
    const isAsked = asked && asked.at.layer === layer && asked.at.unit === unit;
    svgNode(this.#discs, "circle", { cx: x, cy: y, r, class: isAsked ? "annlab-asked" : "" });
    this.#taken.push({ left: x - r, top: y - r, right: x + r, bottom: y + r });
    this.#write(x, y - r + 10, { classes: ["small"], text: `${names.short(layer, unit)}` });
    if (layer) this.#labelUnit(layer, unit);
    else this.#write(x, y + 6, this.#input(unit));
    if (layer === this.#net.layers) this.#labelOutput(unit);
  }

  /**
   * The value of an input.
   * @param {number} unit
   * @returns {Label}
   */
  #input(unit) {
    const { data, example } = this.#session;
    const value = data.x[example * this.#net.inputs + unit];
    return { classes: ["in"], text: numberText(value, this.#digitsThatFit(value)) };
  }

  /**
   * How many digits of a number fit into the disc of a unit.
   * @param {number | "?" | undefined} value
   */
  #digitsThatFit(value) {
    const widest = this.#layout.radius / 3.6; // characters
    if (typeof value !== "number") return 3;
    return [3, 2, 1].find((digits) => numberText(value, digits).length <= widest) ?? 1;
  }

  /**
   * The numbers of a unit: δ and z above it, a in it, the bias below.
   * @param {number} layer
   * @param {number} unit
   */
  #labelUnit(layer, unit) {
    const labels = this.#labels;
    const { x, y } = this.#layout.place(layer, unit);
    const r = this.#layout.radius;
    const where = { layer, unit };
    const digits = this.#digitsThatFit(labels.value("a", where));
    this.#write(x, y + 6, labels.quantity("a", where, "forward", { digits, more: "in" }));
    this.#write(x, y - r - 6, labels.quantity("z", where, "forward", { before: "z " }), 28);
    this.#write(x, y - r - 20, labels.quantity("δ", where, "backward", { before: "δ " }), 31);
    const bias = this.#net.place(layer, this.#net.sizes[layer - 1], unit);
    this.#write(x, y + r + 14, labels.parameter(bias, "+ "), 28);
  }

  /**
   * The target beside each output, and the error beside the last one.
   * @param {number} unit
   */
  #labelOutput(unit) {
    const { data, example } = this.#session;
    const { layers, outputs } = this.#net;
    const { x, y } = this.#layout.place(layers, unit);
    const left = x + this.#layout.radius + 6;
    const target = data.t[example * outputs + unit];
    this.#write(left, y + 4, { classes: ["start"], text: `t ${numberText(target, 3)}` });
    if (unit < outputs - 1) return;
    const error = this.#labels.quantity("E", {}, "backward", { before: "E ", more: "start" });
    this.#write(left, y + 22, error);
  }

  /**
   * The activation function of a layer, below its units.
   * @param {number} layer
   */
  #writeFoot(layer) {
    const { x } = this.#layout.place(layer, 0);
    const text = layer ? this.#net.activations[layer - 1] : "input";
    this.#write(x, this.#layout.height - 6, { classes: ["small"], text });
  }

  // -- connections -----------------------------------------------------------------------------

  /**
   * The connections into a layer, those in use first so that their labels get the best places.
   * @param {number} layer
   * @returns {Connection[]}
   */
  #connectionsInto(layer) {
    const { sizes } = this.#net;
    const inUse = (/** @type {Connection} */ { source, unit }) =>
      Number(this.#labels.inUse.has(this.#net.place(layer, source, unit)));
    return Array.from({ length: sizes[layer - 1] * sizes[layer] }, (_, k) => ({
      layer,
      source: Math.floor(k / sizes[layer]),
      unit: k % sizes[layer],
    })).sort((one, other) => inUse(other) - inUse(one));
  }

  /**
   * Points along a connection, from 0 at its source to 1 at its unit.
   * @param {Connection} connection
   * @returns {(part: number) => Point}
   */
  #along({ layer, source, unit }) {
    const from = this.#layout.place(layer - 1, source);
    const to = this.#layout.place(layer, unit);
    return (part) => ({ x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) });
  }

  /**
   * Whether the number asked for depends on its weight.
   * @param {Connection} connection
   */
  #isUsed({ layer, source, unit }) {
    return this.#session.asked?.uses.includes(this.#net.place(layer, source, unit)) ?? false;
  }

  /**
   * A line, with an arrow head if the current step passes a number along it.
   * @param {Connection} connection
   */
  #drawConnection(connection) {
    const from = this.#layout.place(connection.layer - 1, connection.source);
    const to = this.#layout.place(connection.layer, connection.unit);
    const isUsed = this.#isUsed(connection);
    const d = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    svgNode(this.#lines, "path", { d, class: isUsed ? "annlab-used" : "" });
    const stage = this.#session.asked?.stage;
    if (!isUsed || (stage !== "forward" && stage !== "backward")) return;
    const head = this.#along(connection)(0.53);
    const slant = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
    const turn = stage === "backward" ? slant + 180 : slant;
    svgNode(this.#lines, "path", {
      d: "M7 0L-5 5V-5Z",
      class: "annlab-head",
      transform: `translate(${head.x},${head.y}) rotate(${turn})`,
    });
  }

  /**
   * Writes its number in a free spot, if there is one; with its name if that fits too.
   * @param {Connection} connection
   */
  #labelConnection(connection) {
    const { sizes, names } = this.#net;
    const { layer, source, unit } = connection;
    const index = this.#net.place(layer, source, unit);
    const many = sizes[layer - 1] * sizes[layer] > MOST_LABELLED;
    if (many && !this.#labels.inUse.has(index)) return;
    const { classes, text } = this.#labels.parameter(index);
    if (this.#isUsed(connection)) classes.push("used");
    const along = this.#along(connection);
    const named = `${nameOf(names[index])} ${text}`;
    if (this.#layout.apart > 190 && this.#writeOn(along, { classes, text: named })) return;
    this.#writeOn(along, { classes, text });
  }

  /**
   * Writes a label in the first free spot along a connection.
   * @param {(part: number) => Point} along
   * @param {Label} label
   * @returns {boolean} whether a spot was free
   */
  #writeOn(along, label) {
    const half = 3.6 * label.text.length + 3;
    const spot = SPOTS.map(along).find((point) => this.#isFree(point, half));
    if (!spot) return false;
    const box = { left: spot.x - half, top: spot.y - 8, right: spot.x + half, bottom: spot.y + 8 };
    this.#taken.push(box);
    svgNode(this.#texts, "rect", { x: box.left, y: box.top, width: 2 * half, height: 16 });
    this.#write(spot.x, spot.y + 4, label);
    return true;
  }

  /**
   * @param {Point} point
   * @param {number} half half the label's width
   */
  #isFree({ x, y }, half) {
    return this.#taken.every(
      ({ left, top, right, bottom }) =>
        x + half < left || x - half > right || y + 8 < top || y - 8 > bottom,
    );
  }
}
