// Error functions E, each beside the δ = ∂E/∂z that it sends into the last layer.

import { isSoftmax, largestOf, pullBack } from "./activations.js";

/** E of one example, from the last layer's z and a = g(z) and the targets from t[at] on. */
export function errorOfExample(crossEntropy, code, z, a, t, at) {
  let sum = 0;
  if (crossEntropy && isSoftmax(code)) {
    // −Σ t_k log a_k, where log a_k = log a_m + z_k − z_m for the largest z_m: never log 0
    const largest = largestOf(z);
    const log = Math.log(largestOf(a));
    for (let k = 0; k < a.length; k++) {
      sum -= t[at + k] * (log + Math.max(z[k] - largest, -Number.MAX_VALUE)); // 0 · ∞ is not 0
    }
    return sum;
  }
  const values = crossEntropy ? z : a;
  for (let k = 0; k < a.length; k++) sum += errorOfOutput(crossEntropy, values[k], t[at + k]);
  return sum;
}

/** E of one output, not of softmax: from its a, or for cross-entropy from the z of a logistic. */
export function errorOfOutput(crossEntropy, value, t) {
  if (!crossEntropy) return 0.5 * ((value - t) * (value - t));
  // −t log a − (1 − t) log(1 − a) = log(1 + e^z) − t z, without an overflow
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))) - t * value;
}

/** δ = ∂E/∂z of the last layer; with cross-entropy g' cancels. */
export function outputDelta(crossEntropy, code, a, t, at, delta) {
  let sum = 1;
  if (crossEntropy && isSoftmax(code)) {
    sum = 0; // of the targets, which need not be 1
    for (let k = 0; k < a.length; k++) sum += t[at + k];
  }
  for (let k = 0; k < a.length; k++) delta[k] = a[k] * sum - t[at + k];
  if (!crossEntropy) pullBack(code, a, delta);
}
