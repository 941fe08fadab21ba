// The error over parameter space: over a plane of two parameters, and along a line.

/** @import { Data, Network } from "./network.js" */

import { floats, zeros } from "./arrays.js";
import { activate, isSoftmax } from "./activations.js";
import { errorOfOutput } from "./errors.js";

const ALONG_COLUMNS = 1; // what a number varies along: planes have a column per value of θ_i
const ALONG_ROWS = 2; // and a row per value of θ_j; a line is one row
const ALONG_BOTH = 3;

/**
 * E on the plane of two parameters: at θ_i = u[c], θ_j = v[r], at index r · columns + c.
 * @param {Network} net
 * @param {Float64Array} theta
 * @param {Data} data
 * @param {number} i
 * @param {number} j
 * @param {Float64Array} u
 * @param {Float64Array} v
 * @param {Float64Array} [error] the array to write into
 * @returns {Float64Array}
 */
export function planeOfErrors(net, theta, data, i, j, u, v, error = zeros(u.length * v.length)) {
  const sweep = new Sweep(net, theta, u.length, (p) => (p === i ? u : null), j);
  error.fill(0);
  for (let e = 0; e < data.n; e++) {
    sweep.startExample(data.x, e * net.inputs);
    for (let r = 0; r < v.length; r++) {
      sweep.startRow(v[r]);
      sweep.addErrors(data.t, e * net.outputs, error, r * u.length);
    }
  }
  return error;
}

/**
 * The error of each example at θ + s[k] · direction, at index k · n + example, and their sums.
 * @param {Network} net
 * @param {Float64Array} theta
 * @param {Float64Array} direction
 * @param {Float64Array} s
 * @param {Data} data
 * @returns {{ total: Float64Array, each: Float64Array }}
 */
export function lineOfErrors(net, theta, direction, s, data) {
  const total = zeros(s.length);
  const each = zeros(s.length * data.n);
  const here = zeros(s.length);
  /** @param {number} p */
  const moving = (p) => (direction[p] ? s.map((step) => theta[p] + step * direction[p]) : null);
  const sweep = new Sweep(net, theta, s.length, moving);
  for (let e = 0; e < data.n; e++) {
    sweep.startExample(data.x, e * net.inputs);
    sweep.startRow();
    sweep.addErrors(data.t, e * net.outputs, here.fill(0), 0);
    for (let k = 0; k < s.length; k++) {
      each[k * data.n + e] = here[k];
      total[k] += here[k];
    }
  }
  return { total, each };
}

/**
 * One example on one row of a plane, all columns at once. Nothing is computed twice: a unit that
 * varies along columns only serves all rows, one that varies along rows only is one number in each,
 * and of the other units' weighted sums the terms that all rows share are kept.
 */
class Sweep {
  #net;
  #columns;
  #j;
  #theta;
  #moving;
  /** What a unit varies along. */
  #unit;
  /** What a term of a unit's weighted sum varies along, at the index of its weight in θ. */
  #term;
  /** Of each unit, for each column: its a, of an output z. */
  #over;
  /** Of each unit, for each column: the part of its z that all rows share. */
  #shared;

  /**
   * @param {Network} net
   * @param {Float64Array} theta
   * @param {number} columns
   * @param {(p: number) => Float64Array | null} moving the value of θ_p in each column, or null
   * @param {number} [j] the index of the parameter that varies along rows, if any
   */
  constructor(net, theta, columns, moving, j = -1) {
    this.#net = net;
    this.#columns = columns;
    this.#j = j;
    this.#theta = floats(theta);
    this.#moving = Array.from(theta, (_, p) => moving(p));
    this.#unit = net.sources.map((layer) => new Uint8Array(layer.length));
    this.#term = Uint8Array.from(this.#moving, (values) => (values ? ALONG_COLUMNS : 0));
    if (j >= 0) this.#term[j] = ALONG_ROWS;
    for (let p = 0; p < net.P; p++) {
      const { layer, source, unit } = net.where(p);
      this.#term[p] |= this.#unit[layer - 1][source];
      this.#unit[layer][unit] |= this.#term[p];
    }
    this.#unit[net.layers].fill(ALONG_BOTH); // the error needs all outputs side by side
    this.#over = net.sizes.map((size) => zeros(size * columns));
    this.#shared = net.sizes.map((size) => zeros(size * columns));
  }

  /**
   * Takes the example with inputs from x[at] on, and computes what all rows share.
   * @param {Float64Array} x
   * @param {number} at
   */
  startExample(x, at) {
    this.#net.forward(this.#theta, x, at);
    this.#compute(0);
  }

  /**
   * Goes to the row of that value of θ_j, if there is one, and computes the rest.
   * @param {number} [value]
   */
  startRow(value = NaN) {
    if (this.#j >= 0) this.#theta[this.#j] = value;
    this.#compute(ALONG_ROWS);
  }

  /** @param {number} along ALONG_ROWS, or 0 for what all rows share */
  #compute(along) {
    const net = this.#net;
    const columns = this.#columns;
    for (let l = 1; l <= net.layers; l++) {
      const over = this.#over[l];
      for (let k = 0; k < net.sizes[l]; k++) {
        const varies = this.#unit[l][k];
        if (varies === (ALONG_COLUMNS | along)) {
          this.#sum(l, k, along, over);
          if (l === net.layers) continue;
          activate(net.codes[l], over, over, k * columns, (k + 1) * columns);
        } else if (varies === ALONG_BOTH) {
          this.#sum(l, k, along, this.#shared[l]);
        } else if (varies && varies === along) {
          net.z[l][k] = net.weightedSum(this.#theta, l, k);
          activate(net.codes[l], net.z[l], net.a[l], k, k + 1);
        }
      }
    }
  }

  /**
   * In all columns, the terms of a unit's weighted sum that vary along rows, or those that do not.
   * @param {number} layer
   * @param {number} unit
   * @param {number} along ALONG_ROWS, or 0
   * @param {Float64Array} into
   */
  #sum(layer, unit, along, into) {
    const net = this.#net;
    const theta = this.#theta;
    const term = this.#term;
    const columns = this.#columns;
    const a = net.sources[layer - 1];
    const over = this.#over[layer - 1];
    const shared = this.#shared[layer];
    const varies = this.#unit[layer - 1];
    const units = net.sizes[layer];
    const first = net.place(layer, 0, unit);
    const at = unit * columns;
    let sum = 0;
    for (let s = 0, p = first; s < a.length; s++, p += units) {
      if (term[p] === along) sum += a[s] * theta[p];
    }
    for (let c = at; c < at + columns; c++) into[c] = along ? shared[c] + sum : sum;
    for (let s = 0, p = first; s < a.length; s++, p += units) {
      if (term[p] !== (along | ALONG_COLUMNS)) continue;
      const values = this.#moving[p];
      if (!values) {
        addScaled(into, at, over, s * columns, theta[p], columns);
      } else if (!(varies[s] & ALONG_COLUMNS)) {
        addScaled(into, at, values, 0, a[s], columns);
      } else {
        for (let c = 0; c < columns; c++) into[at + c] += over[s * columns + c] * values[c];
      }
    }
  }

  /**
   * Adds the example's error in each column.
   * @param {Float64Array} t
   * @param {number} at where its targets begin in t
   * @param {Float64Array} into
   * @param {number} intoAt
   */
  addErrors(t, at, into, intoAt) {
    const net = this.#net;
    const columns = this.#columns;
    const last = net.layers;
    const code = net.codes[last];
    const over = this.#over[last];
    if (isSoftmax(code)) {
      const z = net.z[last];
      for (let c = 0; c < columns; c++) {
        for (let k = 0; k < z.length; k++) z[k] = over[k * columns + c];
        activate(code, z, net.a[last], 0, z.length);
        into[intoAt + c] += net.errorHere(t, at);
      }
      return;
    }
    if (!net.crossEntropy) activate(code, over, over, 0, over.length);
    for (let k = 0; k < net.outputs; k++) {
      for (let c = 0; c < columns; c++) {
        const value = over[k * columns + c];
        into[intoAt + c] += errorOfOutput(net.crossEntropy, value, t[at + k]);
      }
    }
  }
}

/**
 * into[at + c] += factor · numbers[from + c], for `count` values of c.
 * @param {Float64Array} into
 * @param {number} at
 * @param {Float64Array} numbers
 * @param {number} from
 * @param {number} factor
 * @param {number} count
 */
function addScaled(into, at, numbers, from, factor, count) {
  for (let c = 0; c < count; c++) into[at + c] += factor * numbers[from + c];
}
