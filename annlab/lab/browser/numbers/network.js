// The network: one function of its parameters θ and its inputs x, and the gradient of its error.

import { zeros } from "./arrays.js";
import { activate, activationCode, pullBack } from "./activations.js";
import { errorOfExample, outputDelta } from "./errors.js";

/**
 * A network without its θ, as Python describes it.
 * @typedef {object} NetworkDescription
 * @property {number[]} sizes numbers of inputs, hidden units (layer by layer) and outputs
 * @property {string[]} activations the activation function of each layer but the inputs
 * @property {string} error "squared" or "cross-entropy"
 * @property {string[]} names of the parameters, in the order of θ
 */

/**
 * A data set: n examples, one after another.
 * @typedef {object} Data
 * @property {Float64Array} x inputs, n times as many as the network has
 * @property {Float64Array} t targets, n times as many as the network has outputs
 * @property {number} n
 * @property {string} name
 */

/**
 * The place of a parameter: from a source of a layer to a unit.
 * @typedef {{ layer: number, source: number, unit: number, bias: boolean }} Where
 */

/**
 * A fully connected network of a fixed shape; it keeps no θ, only arrays for one example.
 * Layer 0 is the input. Each other layer owns a block of θ: a row of weights for each source, and
 * the biases as the last row, the weights of a source that is always 1.
 */
export class Network {
  /** @param {NetworkDescription} description */
  constructor({ sizes, activations, error, names }) {
    this.sizes = sizes;
    this.activations = activations;
    this.names = names;
    const layers = sizes.length - 1;
    this.layers = layers;
    this.inputs = sizes[0];
    this.outputs = sizes[layers];
    this.crossEntropy = error === "cross-entropy";
    this.codes = [-1, ...activations.map(activationCode)]; // the inputs have no function
    /** Where the block of each layer begins in θ; of the layer after the last: P. */
    const offsets = [0, 0];
    this.offsets = offsets;
    for (let l = 1; l <= layers; l++) offsets.push(offsets[l] + (sizes[l - 1] + 1) * sizes[l]);
    /** The number of parameters. */
    this.P = offsets[layers + 1];
    /** Of each layer: its a, and the 1 that the biases of the next layer are the weights of. */
    this.sources = sizes.map((size) => zeros(size + 1).fill(1));
    this.a = this.sources.map((source) => source.subarray(0, -1));
    this.z = sizes.map((size, l) => zeros(l ? size : 0)); // of layer 0: none
    this.delta = sizes.map((size, l) => zeros(l ? size : 0));
  }

  /**
   * The index in θ of a weight; the source after the last one stands for the bias.
   * @param {number} layer
   * @param {number} source
   * @param {number} unit
   */
  place(layer, source, unit) {
    return this.offsets[layer] + source * this.sizes[layer] + unit;
  }

  /**
   * The parameter at an index of θ.
   * @param {number} index
   * @returns {Where}
   */
  where(index) {
    const { offsets, sizes } = this;
    let layer = 1;
    while (index >= offsets[layer + 1]) layer++;
    const within = index - offsets[layer];
    const unit = within % sizes[layer];
    const source = (within - unit) / sizes[layer];
    return { layer, source, unit, bias: source === sizes[layer - 1] };
  }

  /**
   * z_j = Σ_i a_i w_ij + b_j of one unit: inputs in their order, the bias last. NumPy's half adds
   * in the same order, which chaotic runs depend on.
   * @param {Float64Array} theta
   * @param {number} layer
   * @param {number} unit
   * @returns {number}
   */
  weightedSum(theta, layer, unit) {
    const a = this.sources[layer - 1];
    const units = this.sizes[layer];
    let sum = 0;
    for (let i = 0, p = this.offsets[layer] + unit; i < a.length; i++, p += units) {
      sum += a[i] * theta[p];
    }
    return sum;
  }

  /**
   * The outputs for the example whose inputs begin at x[at].
   * @param {Float64Array} theta
   * @param {ArrayLike<number>} x
   * @param {number} [at]
   * @returns {Float64Array} the network's own array, which the next pass overwrites
   */
  forward(theta, x, at = 0) {
    const { layers, a } = this;
    const first = a[0];
    for (let i = 0; i < first.length; i++) first[i] = x[at + i];
    for (let l = 1; l <= layers; l++) {
      const z = this.z[l];
      for (let j = 0; j < z.length; j++) z[j] = this.weightedSum(theta, l, j);
      activate(this.codes[l], z, a[l], 0, z.length);
    }
    return a[layers];
  }

  /**
   * E of the example of the last forward pass, with its targets from t[at] on.
   * @param {Float64Array} t
   * @param {number} at
   * @returns {number}
   */
  errorHere(t, at) {
    const l = this.layers;
    return errorOfExample(this.crossEntropy, this.codes[l], this.z[l], this.a[l], t, at);
  }

  /**
   * Forward, then δ of every unit, from the last layer to the first.
   * @param {Float64Array} theta
   * @param {Float64Array} x
   * @param {Float64Array} t
   * @param {number} [xAt] where the example's inputs begin in x
   * @param {number} [tAt] where its targets begin in t
   * @returns {number} the example's E
   */
  backward(theta, x, t, xAt = 0, tAt = 0) {
    this.forward(theta, x, xAt);
    const { codes, a, delta: deltas } = this;
    let l = this.layers;
    outputDelta(this.crossEntropy, codes[l], a[l], t, tAt, deltas[l]);
    while (--l > 0) {
      const delta = deltas[l];
      const next = deltas[l + 1];
      for (let j = 0, p = this.offsets[l + 1]; j < delta.length; j++) {
        let sum = 0;
        for (let k = 0; k < next.length; k++, p++) sum += theta[p] * next[k];
        delta[j] = sum;
      }
      pullBack(codes[l], a[l], delta);
    }
    return this.errorHere(t, tAt);
  }

  /**
   * E, summed over the examples.
   * @param {Float64Array} theta
   * @param {Data} data
   * @returns {number}
   */
  error(theta, data) {
    return this.errors(theta, data).reduce((sum, error) => sum + error, 0);
  }

  /**
   * E of each example.
   * @param {Float64Array} theta
   * @param {Data} data
   * @param {Float64Array} [into] the array to write into: n numbers
   * @returns {Float64Array}
   */
  errors(theta, data, into = zeros(data.n)) {
    for (let e = 0; e < data.n; e++) {
      this.forward(theta, data.x, e * this.inputs);
      into[e] = this.errorHere(data.t, e * this.outputs);
    }
    return into;
  }

  /**
   * ∂E/∂θ, summed over the examples.
   * @param {Float64Array} theta
   * @param {Data} data
   * @param {Float64Array} [into] the array to write into: P numbers
   * @returns {Float64Array}
   */
  gradient(theta, data, into = zeros(this.P)) {
    this.addGradient(theta, data, 0, data.n, into.fill(0));
    return into;
  }

  /**
   * Adds ∂E/∂θ of the examples from one index up to another.
   * @param {Float64Array} theta
   * @param {Data} data
   * @param {number} from
   * @param {number} to
   * @param {Float64Array} into
   * @returns {number} E of these examples
   */
  addGradient(theta, data, from, to, into) {
    let error = 0;
    for (let e = from; e < to; e++) {
      error += this.backward(theta, data.x, data.t, e * this.inputs, e * this.outputs);
      for (let l = 1, p = 0; l <= this.layers; l++) {
        const a = this.sources[l - 1];
        const delta = this.delta[l];
        for (let i = 0; i < a.length; i++) {
          for (let j = 0; j < delta.length; j++, p++) into[p] += delta[j] * a[i];
        }
      }
    }
    return error;
  }
}
