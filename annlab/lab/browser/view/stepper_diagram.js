// The diagram of a stepper: units and connections, labelled with the numbers known so far.

import { nameOf } from "../numbers/format.js";
import { Labels } from "./stepper_labels.js";
import { numberText } from "./stepper_words.js";
import { along, svgNode } from "./svg.js";

/** @import { Session } from "../state/stepper_session.js" */
/** @import { Label } from "./stepper_labels.js" */
/** @import { Point } from "./svg.js" */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */
/**
 * @typedef {object} Connection
 * @property {number} index of its weight in θ
 * @property {Point} from
 * @property {Point} to
 * @property {boolean} isAsked whether the number asked for depends on its weight
 */

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
      const connections = this.#connectionsInto(layer);
      for (const connection of connections) {
        this.#drawConnection(connection);
        const isLabelled = this.#labels.inUse.has(connection.index);
        if (connections.length <= MOST_LABELLED || isLabelled) this.#labelConnection(connection);
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
    const { asked } = this.#session;
    const sources = this.#net.sizes[layer - 1];
    const units = this.#net.sizes[layer];
    const connections = Array.from({ length: sources * units }, (_, k) => {
      const [source, unit] = [Math.floor(k / units), k % units];
      const index = this.#net.place(layer, source, unit);
      return {
        index,
        from: this.#layout.place(layer - 1, source),
        to: this.#layout.place(layer, unit),
        isAsked: asked?.uses.includes(index) ?? false,
      };
    });
    const inUse = (/** @type {Connection} */ { index }) => Number(this.#labels.inUse.has(index));
    return connections.sort((one, other) => inUse(other) - inUse(one));
  }

  /**
   * A line, with an arrow head if the current step passes a number along it.
   * @param {Connection} connection
   */
  #drawConnection({ from, to, isAsked }) {
    const d = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    svgNode(this.#lines, "path", { d, class: isAsked ? "annlab-used" : "" });
    const stage = this.#session.asked?.stage;
    if (!isAsked || (stage !== "forward" && stage !== "backward")) return;
    const head = along(from, to)(0.53);
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
  #labelConnection({ index, from, to, isAsked }) {
    const { classes, text } = this.#labels.parameter(index);
    if (isAsked) classes.push("used");
    const point = along(from, to);
    const named = `${nameOf(this.#net.names[index])} ${text}`;
    if (this.#layout.apart > 190 && this.#writeOn(point, { classes, text: named })) return;
    this.#writeOn(point, { classes, text });
  }

  /**
   * Writes a label in the first free spot along a connection.
   * @param {(part: number) => Point} point on the connection
   * @param {Label} label
   * @returns {boolean} whether a spot was free
   */
  #writeOn(point, label) {
    const half = 3.6 * label.text.length + 3;
    const spot = SPOTS.map(point).find((place) => this.#isFree(place, half));
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
