// The items of one update as they are collected, and the quantities that formulas are made of.

/** @import { Data, Network, Where } from "../network.js" */
/** @import { Slip } from "./typed_answer.js" */

import { zeros } from "../arrays.js";
import { nameOf } from "../format.js";
import { namesOf } from "./names.js";

/** @typedef {"forward" | "backward" | "gradients" | "update"} Stage */

/**
 * A number with its symbol, and the stage that computes it; "given" if none does.
 * @typedef {{ symbol: string, value: number, stage: Stage | "given" }} Quantity
 */

/**
 * Texts and quantities, one after another.
 * @typedef {(string | Quantity)[]} Formula
 */

/**
 * Where a number belongs: to the unit of a layer, or to the parameter at an index of θ.
 * @typedef {object} Place
 * @property {"z" | "a" | "E" | "δ" | "gradients" | "update"} kind
 * @property {number} [layer]
 * @property {number} [unit]
 * @property {number} [index]
 */

/**
 * @typedef {object} Description how a number is computed, and how it goes wrong
 * @property {Place} at
 * @property {string} words what it is
 * @property {string} rule how to compute it, in words
 * @property {Formula} formula
 * @property {Slip[]} slips usual mistakes, each with the value that it gives
 * @property {number[]} [uses] the indices in θ of the parameters in the formula
 * @property {number} [size] the largest part of the sum that it is
 */

/**
 * One number of an update. Items of the same group are shown together.
 * @typedef {Required<Description> & { symbol: string, value: number, stage: Stage, group: number }}
 *   Item
 */

const WRONG_SIGN = "Right except for the sign.";
/** The slip of leaving out g′(z). */
export const NO_SLOPE = "The slope g′(z) is missing.";
/** The slip of using z where a belongs. */
export const Z_FOR_A = "That uses z instead of a.";

/** @param {ArrayLike<number>} values */
export const total = (values) => Array.from(values).reduce((sum, value) => sum + value, 0);

/**
 * Terms joined by plus signs.
 * @param {Formula[]} terms
 * @returns {Formula}
 */
export const sum = (terms) => terms.flatMap((term, k) => (k ? [" + ", ...term] : term));

/** One update of a network on one example, and the items that describe it. */
export class Update {
  #group = 0;
  /** @type {Stage} */
  #stage = "forward";
  /** @type {Item[]} */
  items = [];

  /**
   * @param {Network} net
   * @param {Float64Array} theta
   * @param {Data} data
   * @param {number} example
   * @param {number} rate
   */
  constructor(net, theta, data, example, rate) {
    this.net = net;
    this.theta = theta;
    this.rate = rate;
    this.gradient = zeros(net.P);
    this.error = net.addGradient(theta, data, example, example + 1, this.gradient);
    this.t = data.t.slice(example * net.outputs, (example + 1) * net.outputs);
    this.names = namesOf(net);
  }

  /**
   * The items added from here on belong to that stage and are shown together.
   * @param {Stage} stage
   */
  startGroup(stage) {
    this.#group++;
    this.#stage = stage;
  }

  /**
   * @param {Quantity} asked
   * @param {Description} description
   */
  add({ symbol, value }, description) {
    this.items.push({
      symbol,
      value,
      stage: this.#stage,
      group: this.#group,
      uses: [],
      size: Math.abs(value),
      ...description,
      slips: [...description.slips, [-value, WRONG_SIGN]],
    });
  }

  /**
   * Visits every parameter of the network, unit by unit: the weights of its inputs, then its bias.
   * Those of one unit are one group of that stage.
   * @param {Stage} stage
   * @param {(index: number, where: Where) => void} visit
   */
  eachParameter(stage, visit) {
    const { net } = this;
    for (let l = 1; l <= net.layers; l++) {
      for (let j = 0; j < net.sizes[l]; j++) {
        this.startGroup(stage);
        for (let i = 0; i <= net.sizes[l - 1]; i++) {
          const index = net.place(l, i, j);
          visit(index, net.where(index));
        }
      }
    }
  }

  // -- quantities: of a unit of a layer, or of the parameter at an index of θ -----------------------

  /** @param {number} layer @param {number} unit */
  z(layer, unit) {
    const symbol = this.names.symbol("z", layer, unit);
    return quantity(symbol, this.net.z[layer][unit], "forward");
  }

  /** @param {number} layer @param {number} unit */
  a(layer, unit) {
    const symbol = this.names.symbol("a", layer, unit);
    return quantity(symbol, this.net.a[layer][unit], layer ? "forward" : "given");
  }

  /** @param {number} layer @param {number} unit */
  delta(layer, unit) {
    const symbol = this.names.symbol("δ", layer, unit);
    return quantity(symbol, this.net.delta[layer][unit], "backward");
  }

  /** @param {number} unit of the last layer */
  target(unit) {
    return quantity(this.names.symbol("t", this.net.layers, unit), this.t[unit]);
  }

  /** @param {number} index */
  parameter(index) {
    return quantity(nameOf(this.net.names[index]), this.theta[index]);
  }

  /**
   * A parameter in words: "w₁₃, into unit 3" or "b₃, the bias of unit 3".
   * @param {number} index
   */
  parameterWords(index) {
    const { layer, unit, bias } = this.net.where(index);
    const role = bias ? "the bias of" : "into";
    return `${nameOf(this.net.names[index])}, ${role} ${this.names.words(layer, unit)}`;
  }

  /** @param {number} index */
  slope(index) {
    return quantity(`∂E/∂${nameOf(this.net.names[index])}`, this.gradient[index], "gradients");
  }
}

/**
 * @param {string} symbol
 * @param {number} value
 * @param {Stage | "given"} [stage]
 * @returns {Quantity}
 */
export function quantity(symbol, value, stage = "given") {
  return { symbol, value, stage };
}
