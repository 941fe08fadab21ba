// Gradient descent on a network's error, which can pause anywhere and go on.

import { floats, zeros } from "./arrays.js";

/** @import { Data, Network } from "./network.js" */

const LOOK_AT_CLOCK = 256; // examples between two looks

/**
 * @typedef {object} DescentOptions
 * @property {ArrayLike<number>} theta the start
 * @property {number} rate η of the first pass
 * @property {number} [anneal] the factor of η from each pass to the next
 * @property {number} passes how many; perhaps Infinity
 * @property {number} [batch] how many examples a step takes; 0 for all
 * @property {number} [decay] λ ≥ 0: a pass adds λ w to the gradient of every weight
 * @property {number} [momentum] μ in [0, 1): v ← μ v − η ∂E/∂θ, θ ← θ + v (Polyak 1964)
 */

/** A training run: θ at the start and after each pass, E and η of each pass. */
export class Descent {
  #anneal;
  #batch;
  #decay;
  #momentum;
  #gradient;
  #velocity;
  #safe;
  #met = 0; // E of this pass so far, each example's before the step that it leads to

  /**
   * @param {Network} net
   * @param {Data} data
   * @param {DescentOptions} options
   */
  constructor(net, data, { theta, rate, anneal = 1, passes, batch = 1, decay = 0, momentum = 0 }) {
    if (!(decay >= 0 && decay < Infinity)) throw new RangeError(`decay must be ≥ 0, not ${decay}`);
    if (!(momentum >= 0 && momentum < 1)) {
      throw new RangeError(`momentum must be at least 0 and below 1, not ${momentum}`);
    }
    this.net = net;
    this.data = data;
    this.rate = rate;
    this.#anneal = anneal;
    this.passes = passes;
    this.#batch = batch || data.n;
    this.#decay = decay;
    this.#momentum = momentum;
    this.theta = floats(theta);
    this.#gradient = zeros(net.P);
    this.#velocity = zeros(net.P);
    // A layer makes its input longer by at most (units + 1) max |θ|: below this E is finite.
    const longest = Math.max(1, largestSize(data.x));
    this.#safe = (1e150 / longest) ** (1 / net.layers) / (Math.max(...net.sizes) + 1);
    this.next = 0; // the first example of the next step
    this.thetas = [this.theta.slice()];
    /** @type {number[]} E of each pass, as met */
    this.running = [];
    /** @type {number[]} η of each pass */
    this.rates = [];
    /** @type {"finished" | "diverged" | null} why it has ended; null while it has not */
    this.stopped = Number.isFinite(net.error(this.theta, data)) ? null : "diverged";
  }

  /** The number of passes done. */
  get done() {
    return this.running.length;
  }

  /**
   * Goes on until the run has ended or the time is up, perhaps within a pass.
   * @param {number} [milliseconds]
   * @returns {boolean} whether the run has ended
   */
  run(milliseconds = Infinity) {
    const until = performance.now() + milliseconds;
    do {
      for (let left = LOOK_AT_CLOCK; left > 0 && !this.stopped; left -= this.#batch) this.step();
    } while (!this.stopped && performance.now() < until);
    return this.stopped !== null;
  }

  /** One step, on the gradient summed over one batch; the last of a pass records the pass. */
  step() {
    if (this.stopped) return;
    const { net, data, theta } = this;
    const gradient = this.#gradient;
    const stop = Math.min(this.next + this.#batch, data.n);
    this.#met += net.addGradient(theta, data, this.next, stop, gradient.fill(0));
    if (this.#decay) this.#addDecay((stop - this.next) / data.n);
    if (this.#momentum) this.#moveWithMomentum();
    else for (let p = 0; p < net.P; p++) theta[p] -= gradient[p] * this.rate;
    this.next = stop;
    if (stop === data.n) this.#endPass();
  }

  /**
   * Adds λ w to the gradient of every weight, or a step's part of it, so that a pass adds λ w
   * whatever the batch. Biases do not decay.
   * @param {number} part of the examples that the step takes
   */
  #addDecay(part) {
    const { net, theta } = this;
    const factor = this.#decay * part;
    for (let l = 1; l <= net.layers; l++) {
      const biases = net.place(l, net.sizes[l - 1], 0);
      for (let p = net.offsets[l]; p < biases; p++) this.#gradient[p] += factor * theta[p];
    }
  }

  #moveWithMomentum() {
    const { theta } = this;
    const gradient = this.#gradient;
    const velocity = this.#velocity;
    for (let p = 0; p < theta.length; p++) {
      velocity[p] = this.#momentum * velocity[p] - gradient[p] * this.rate;
      theta[p] += velocity[p];
    }
  }

  #endPass() {
    const { net, theta } = this;
    const largest = largestSize(theta);
    const error = largest < this.#safe ? 0 : net.error(theta, this.data); // it overflows before θ
    if ([this.#met, largest, error].every(Number.isFinite)) {
      this.thetas.push(theta.slice());
      this.running.push(this.#met);
      this.rates.push(this.rate);
      this.rate *= this.#anneal;
      if (this.done === this.passes) this.stopped = "finished";
    } else {
      theta.set(this.thetas[this.done]); // the last finite one
      this.stopped = "diverged";
    }
    this.next = this.#met = 0;
  }
}

/** @param {Float64Array} numbers */
function largestSize(numbers) {
  return numbers.reduce((largest, number) => Math.max(largest, Math.abs(number)), 0);
}
