// Error functions E, each with the δ = ∂E/∂z of the last layer.

import { isSoftmax, largestOf, pullBack } from "./activations.js";

/**
 * E of one example, from the last layer's z and a = g(z) and the targets from t[at] on.
 * @param {boolean} crossEntropy
 * @param {number} code of the last layer's activation function
 * @param {Float64Array} z
 * @param {Float64Array} a
 * @param {Float64Array} t
 * @param {number} at
 * @returns {number}
 */
export function errorOfExample(crossEntropy, code, z, a, t, at) {
  let sum = 0;
  if (crossEntropy && isSoftmax(code)) {
    // −Σ t_k log a_k, where log a_k = log a_m + z_k − z_m for the largest z_m: never log 0
    const largest = largestOf(z);
    const log = Math.log(largestOf(a));
    for (let k = 0; k < a.length; k++) {
      sum -= t[at + k] * (log + Math.max(z[k] - largest, -Number.MAX_VALUE)); // 0 · ∞ is NaN
    }
    return sum;
  }
  const values = crossEntropy ? z : a;
  for (let k = 0; k < a.length; k++) sum += errorOfOutput(crossEntropy, values[k], t[at + k]);
  return sum;
}

/**
 * E of one output of any function but softmax.
 * @param {boolean} crossEntropy
 * @param {number} value the output's a or, for cross-entropy, the z of a logistic unit
 * @param {number} t
 * @returns {number}
 */
export function errorOfOutput(crossEntropy, value, t) {
  if (!crossEntropy) return 0.5 * ((value - t) * (value - t));
  // −t log a − (1 − t) log(1 − a) = log(1 + e^z) − t z, without an overflow
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))) - t * value;
}

/**
 * δ = ∂E/∂z of the last layer, written into `delta`; with cross-entropy g' cancels.
 * @param {boolean} crossEntropy
 * @param {number} code of the last layer's activation function
 * @param {Float64Array} a
 * @param {Float64Array} t
 * @param {number} at where the example's targets begin in t
 * @param {Float64Array} delta
 */
export function outputDelta(crossEntropy, code, a, t, at, delta) {
  let sum = 1;
  if (crossEntropy && isSoftmax(code)) {
    sum = 0; // of the targets, which may differ from 1
    for (let k = 0; k < a.length; k++) sum += t[at + k];
  }
  for (let k = 0; k < a.length; k++) delta[k] = a[k] * sum - t[at + k];
  if (!crossEntropy) pullBack(code, a, delta);
}
