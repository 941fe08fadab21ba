// The network: one function of its parameters θ and its inputs x, and the gradient of its error.

import { activate, activationCode, pullBack } from "./activations.js";
import { errorOfExample, outputDelta } from "./errors.js";

/**
 * A fully connected network of a fixed shape; it keeps no θ, only scratch for one example.
 * Layer 0 is the input. Each other owns a block of θ: a row of weights for each source, and the
 * biases as the last row, the weights of a source that is always 1.
 */
export class Network {
  constructor({ sizes, activations, error, names }) {
    this.sizes = sizes;
    this.activations = activations;
    this.names = names;
    this.layers = sizes.length - 1;
    this.inputs = sizes[0];
    this.outputs = sizes[this.layers];
    this.crossEntropy = error === "cross-entropy";
    this.codes = [null, ...activations.map(activationCode)];
    this.offsets = [0, 0];
    for (let l = 1; l <= this.layers; l++) {
      this.offsets.push(this.offsets[l] + (sizes[l - 1] + 1) * sizes[l]);
    }
    this.P = this.offsets[this.layers + 1];
    this.sources = sizes.map((size) => new Float64Array(size + 1).fill(1)); // a, and the 1
    this.a = this.sources.map((source) => source.subarray(0, -1));
    this.z = sizes.map((size, l) => (l ? new Float64Array(size) : null));
    this.delta = sizes.map((size, l) => (l ? new Float64Array(size) : null));
  }

  /** Where the block of a layer begins in θ. */
  offset(layer) {
    return this.offsets[layer];
  }

  /** The place in θ of a weight; the source after the last is that of the bias. */
  place(layer, source, unit) {
    return this.offsets[layer] + source * this.sizes[layer] + unit;
  }

  /** What stands at a place in θ. */
  where(index) {
    let layer = 1;
    while (index >= this.offsets[layer + 1]) layer++;
    const within = index - this.offsets[layer];
    const unit = within % this.sizes[layer];
    const source = (within - unit) / this.sizes[layer];
    return { layer, source, unit, bias: source === this.sizes[layer - 1] };
  }

  /** z_j = Σ_i a_i w_ij + b_j of one unit: inputs in their order, the bias last. */
  weightedSum(theta, layer, unit) {
    const a = this.sources[layer - 1];
    const units = this.sizes[layer];
    let sum = 0;
    for (let i = 0, p = this.offsets[layer] + unit; i < a.length; i++, p += units) {
      sum += a[i] * theta[p];
    }
    return sum;
  }

  /** The output for the example whose inputs begin at x[at]: the network's own array. */
  forward(theta, x, at = 0) {
    const first = this.a[0];
    for (let i = 0; i < first.length; i++) first[i] = x[at + i];
    for (let l = 1; l <= this.layers; l++) {
      const z = this.z[l];
      for (let j = 0; j < z.length; j++) z[j] = this.weightedSum(theta, l, j);
      activate(this.codes[l], z, this.a[l], 0, z.length);
    }
    return this.a[this.layers];
  }

  /** The error of the example last seen, with the targets from t[at] on. */
  errorHere(t, at) {
    const l = this.layers;
    return errorOfExample(this.crossEntropy, this.codes[l], this.z[l], this.a[l], t, at);
  }

  /** Forward, then δ of every unit, from the last layer to the first; the example's error. */
  backward(theta, x, t, xAt = 0, tAt = 0) {
    this.forward(theta, x, xAt);
    let l = this.layers;
    outputDelta(this.crossEntropy, this.codes[l], this.a[l], t, tAt, this.delta[l]);
    while (--l > 0) {
      const delta = this.delta[l];
      const next = this.delta[l + 1];
      for (let j = 0, p = this.offsets[l + 1]; j < delta.length; j++) {
        let sum = 0;
        for (let k = 0; k < next.length; k++, p++) sum += theta[p] * next[k];
        delta[j] = sum;
      }
      pullBack(this.codes[l], this.a[l], delta);
    }
    return this.errorHere(t, tAt);
  }

  /** E, summed over the examples. */
  error(theta, data) {
    return this.errors(theta, data).reduce((sum, error) => sum + error, 0);
  }

  /** The error of each example. */
  errors(theta, data, into = new Float64Array(data.n)) {
    for (let e = 0; e < data.n; e++) {
      this.forward(theta, data.x, e * this.inputs);
      into[e] = this.errorHere(data.t, e * this.outputs);
    }
    return into;
  }

  /** ∂E/∂θ, summed over the examples. */
  gradient(theta, data, into = new Float64Array(this.P)) {
    this.addGradient(theta, data, 0, data.n, into.fill(0));
    return into;
  }

  /** Add ∂E/∂θ of the examples from one up to another; their E. */
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

  /** The outputs for n examples, one after another. */
  predict(theta, x, n, into = new Float64Array(n * this.outputs)) {
    for (let e = 0; e < n; e++) into.set(this.forward(theta, x, e * this.inputs), e * this.outputs);
    return into;
  }
}
