// The diagram of a network: its units and connections, and their labels.

import { range } from "../numbers/arrays.js";
import { put } from "./dom.js";
import { colourAt } from "./colours.js";
import { along, setAttributes, svgNode } from "./svg.js";
import { format, nameOf } from "../numbers/format.js";
import { symbolOf } from "../numbers/formula.js";
import { clamp } from "../numbers/scales.js";

/** @import { Ink } from "./colours.js" */
/** @import { Point } from "./svg.js" */
/** @import { Network } from "../numbers/network.js" */
/** @import { State } from "../state/state.js" */
/** @typedef {{ x: number, r: number, pitch: number, rows: number[] }} Column of units, in CSS px */
/**
 * @typedef {object} Connection the weight between two units, or the bias of one
 * @property {SVGPathElement} element a wide, invisible path that is easy to grab
 * @property {SVGPathElement} line the visible path
 * @property {number} layer of the unit that it leads to
 * @property {number} unit
 * @property {number} index in θ
 * @property {string} name of the parameter
 * @property {(part: number) => Point} point along it, from 0 to 1
 * @property {number} value as drawn
 */
/**
 * @typedef {object} Unit
 * @property {SVGCircleElement} element
 * @property {number} layer
 * @property {number} unit
 * @property {string} words such as "hidden unit a₂"
 * @property {SVGTextElement | null} number its activation, if there is room
 * @property {SVGTextElement | null} target
 */
/** @typedef {Connection | Unit} Part */

const MOST_UNITS = 24; // drawn in each layer
const MOST_NAMED = 12; // parameters; the names of more would overlap
const MOST_THICK = 70; // parameters; more get thinner lines
const FROM_0 = ["logistic", "softmax", "step"]; // shaded from 0 to 1; others from −1 to 1
const TAGS = ["→", "↑"]; // of the first and second axis of the error surface
const AXES = ["first", "second"];

/**
 * Where the units of each layer stand, and how large they are.
 * @param {Network} net
 * @param {number} width
 * @param {number} height
 * @returns {Column[]}
 */
function columnsOf({ sizes, layers }, width, height) {
  const apart = (width - 160) / layers;
  return sizes.map((size, layer) => {
    const gaps = Math.min(size, MOST_UNITS) - 1;
    const pitch = Math.min(90, (height - 76) / Math.max(gaps, 1));
    const rows = range(gaps + 1, (k) => height / 2 - 9 + (k - gaps / 2) * pitch);
    return { x: 42 + layer * apart, r: Math.min(17, 0.31 * pitch, 0.25 * apart), pitch, rows };
  });
}

export class NetworkDiagram {
  #net;
  #describedBy;
  #spanOf;
  #groups;
  /** @type {SVGTextElement | null} */
  #error = null;
  /** @type {SVGTextElement[]} */
  #tags = [];
  #height = 0;

  /**
   * The parts that can be pointed at, by element, in the order of the arrow keys.
   * @type {Map<EventTarget | null, Part>}
   */
  parts = new Map();

  /**
   * @param {HTMLElement} parent
   * @param {Network} net
   * @param {string} describedBy the id of the element with the formula
   * @param {(index: number) => number[]} spanOf the lowest and highest value of a parameter
   */
  constructor(parent, net, describedBy, spanOf) {
    this.#net = net;
    this.#describedBy = describedBy;
    this.#spanOf = spanOf;
    this.svg = svgNode(parent, "svg", {
      class: "annlab-net",
      role: "group",
      "aria-label": "Units and connections",
    });
    const group = (/** @type {string} */ name) =>
      svgNode(this.svg, "g", { class: `annlab-${name}` });
    this.#groups = {
      grips: group("grips"),
      lines: group("lines"),
      discs: group("discs"),
      texts: group("texts"),
    };
  }

  // -- built -----------------------------------------------------------------------------------

  /**
   * Builds the diagram again for a new size.
   * @param {number} width
   * @param {number} height
   */
  build(width, height) {
    this.#height = height;
    this.parts.clear();
    for (const group of Object.values(this.#groups)) group.replaceChildren();
    const columns = columnsOf(this.#net, width, height);
    columns.forEach((column, layer) => {
      column.rows.forEach((y, unit) => {
        if (layer) this.#addConnections(columns, layer, unit);
        this.#addUnit(column, y, layer, unit);
      });
      this.#writeFoot(columns, layer);
    });
    this.#tags = TAGS.map((arrow) => this.#write(0, 0, "tag", arrow));
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {string} kinds
   * @param {string} [text]
   */
  #write(x, y, kinds, text) {
    const names = kinds.split(" ").map((kind) => kind && `annlab-${kind}`);
    return svgNode(this.#groups.texts, "text", { x, y, class: names.join(" ") }, text);
  }

  /**
   * An element that can be pointed at and can have the focus.
   * @template {"path" | "circle"} Tag
   * @param {"grips" | "discs"} group
   * @param {Tag} tag
   * @param {Record<string, string | number>} attributes
   */
  #part(group, tag, attributes) {
    const always = { tabindex: -1, "aria-describedby": this.#describedBy };
    return svgNode(this.#groups[group], tag, { ...attributes, ...always });
  }

  /**
   * The connections to a unit. The last is its bias: the weight of a 1, drawn as a small square.
   * @param {Column[]} columns
   * @param {number} layer
   * @param {number} unit
   */
  #addConnections(columns, layer, unit) {
    const from = columns[layer - 1];
    const { x, r, pitch, rows } = columns[layer];
    const y = rows[unit];
    from.rows.forEach((fromY, source) => {
      this.#addConnection(layer, source, unit, { x: from.x, y: fromY }, { x, y });
    });
    const long = clamp(pitch - 2 * r - 6, 3, 13);
    const foot = y + r + long;
    const bias = this.#net.sizes[layer - 1];
    this.#addConnection(layer, bias, unit, { x, y: y + r }, { x, y: foot });
    const square = `M${x} ${foot - long / 4}v${long / 2}`;
    svgNode(this.#groups.discs, "path", { d: square, "stroke-width": long / 2 });
  }

  /**
   * @param {number} layer
   * @param {number} source
   * @param {number} unit
   * @param {Point} from
   * @param {Point} to
   */
  #addConnection(layer, source, unit, from, to) {
    const net = this.#net;
    const index = net.place(layer, source, unit);
    const name = nameOf(net.names[index]);
    const point = along(from, to);
    const d = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    const [low, high] = this.#spanOf(index);
    const line = svgNode(this.#groups.lines, "path", { d });
    const element = this.#part("grips", "path", {
      d,
      role: "slider",
      "aria-label": name,
      "data-parameter": net.names[index],
      "aria-valuemin": low,
      "aria-valuemax": high,
    });
    this.parts.set(element, { element, line, layer, unit, index, name, point, value: NaN });
    const { x, y } = point(0.4);
    if (net.P <= MOST_NAMED) this.#write(from.x === to.x ? x + 13 : x, y, "", name);
  }

  /**
   * @param {Column} column
   * @param {number} y
   * @param {number} layer
   * @param {number} unit
   */
  #addUnit({ x, r, pitch }, y, layer, unit) {
    const isOutput = layer === this.#net.layers;
    const symbol = symbolOf(this.#net, layer, unit);
    const number = r >= 13 ? this.#write(x, y, "number") : null;
    const target = isOutput && pitch > 15 ? this.#write(x + 27, y - 7, "start") : null;
    const element = this.#part("discs", "circle", {
      cx: x,
      cy: y,
      r,
      role: "img",
      "data-unit": `${layer},${unit}`,
    });
    const words = `${isOutput ? "output" : layer ? "hidden unit" : "input"} ${symbol}`;
    this.parts.set(element, { element, layer, unit, words, number, target });
    if (!layer && pitch > 13) this.#write(x - r - 5, y, "end", symbol);
    if (layer && pitch > 2 * r + 55) this.#write(x, y - r - 9, "muted", symbol);
  }

  /**
   * Below a layer its activation function, or how many units are drawn; below the targets E.
   * @param {Column[]} columns
   * @param {number} layer
   */
  #writeFoot(columns, layer) {
    const { x, rows } = columns[layer];
    const size = this.#net.sizes[layer];
    if (layer === this.#net.layers) {
      this.#error = this.#write(x + 27, rows[rows.length - 1] + 8, "start error");
    }
    if (layer && x - columns[layer - 1].x <= 50) return;
    const label = layer ? this.#net.activations[layer - 1] : "input";
    const text = size > MOST_UNITS ? `${MOST_UNITS} of ${size}` : label;
    this.#write(x, this.#height - 7, "muted", text);
  }

  // -- drawn -----------------------------------------------------------------------------------

  /**
   * @param {Ink} ink
   */
  colour(ink) {
    this.svg.style.setProperty("--negative", ink.negative);
    this.svg.style.setProperty("--positive", ink.positive);
    this.svg.style.setProperty("--error", ink.error);
  }

  /**
   * Draws the network at θ for the chosen example.
   * @param {State} state
   * @param {Ink} ink
   */
  draw(state, ink) {
    const { theta, data, example, errors, axes } = state;
    this.#net.forward(theta, data.x, example * this.#net.inputs);
    for (const part of this.parts.values()) {
      if ("line" in part) this.#drawConnection(part, theta[part.index]);
      else this.#drawUnit(part, state, ink);
    }
    const digits = errors[example] < 1e-3 ? 1 : 3;
    if (this.#error) put(this.#error, `error ${format(errors[example], digits)}`);
    this.#tagAxes(axes);
  }

  /**
   * A larger weight has a thicker line; a negative one is dashed by the style sheet.
   * @param {Connection} connection
   * @param {number} value
   */
  #drawConnection(connection, value) {
    if (value === connection.value) return;
    connection.value = value;
    // With many parameters, lines are thinner and only the current one announces its value.
    const crowded = this.#net.P > MOST_THICK;
    const size = 0.9 + 1.5 * Math.sqrt(Math.min(Math.abs(value), 16));
    const sign = value > 0 ? "plus" : value < 0 ? "minus" : "zero";
    setAttributes(connection.line, {
      "stroke-width": ((crowded ? 0.4 : 1) * size).toFixed(1),
      class: `annlab-${sign}`,
    });
    if (!crowded) connection.element.ariaValueNow = value.toPrecision(4);
  }

  /**
   * Shows the activation as a colour and, if there is room, as a number.
   * @param {Unit} part
   * @param {State} state
   * @param {Ink} ink
   */
  #drawUnit({ element, layer, unit, words, number, target }, { data, example }, ink) {
    const net = this.#net;
    const a = net.a[layer][unit];
    const low = FROM_0.includes(net.activations[layer - 1]) ? 0 : -1;
    setAttributes(element, {
      fill: colourAt(ink.predictionTable, (a - low) / (1 - low)),
      "aria-label": `${words} = ${format(a)}`,
    });
    const decimals = a < 0 || a >= 1 ? 1 : 2; // that fit into the disc
    if (number) put(number, format(Number(a.toFixed(decimals))));
    if (target) put(target, `t = ${format(data.t[example * net.outputs + unit])}`);
  }

  /**
   * Marks the two axes of the error surface with arrows.
   * @param {number[]} axes
   */
  #tagAxes(axes) {
    const parts = [...this.parts.values()];
    this.#tags.forEach((tag, k) => {
      const connection = parts.find((part) => "line" in part && part.index === axes[k]);
      const hidden = !connection || !("line" in connection);
      setAttributes(tag, hidden ? { x: -99 } : connection.point(0.66 - 0.13 * k));
      tag.dataset.axis = AXES[k];
      tag.dataset.parameter = this.#net.names[axes[k]];
    });
  }
}
