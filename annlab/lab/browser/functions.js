// Activation functions g and error functions E, each beside its derivative, as loops over arrays.

const ACTIVATIONS = ["step", "identity", "logistic", "tanh", "relu", "softmax"];
const [STEP, IDENTITY, LOGISTIC, TANH, RELU, SOFTMAX] = ACTIVATIONS.keys();

/** The number that stands for an activation function in the loops. */
export function activationCode(name) {
  const code = ACTIVATIONS.indexOf(name);
  if (code < 0) throw new Error(`unknown activation function "${name}"`);
  return code;
}

/** a = g(z) from one place up to another, softmax of all; z and a may be one array. */
export function activate(code, z, a, from, to) {
  if (code === LOGISTIC) {
    for (let k = from; k < to; k++) a[k] = 1 / (1 + Math.exp(-z[k]));
  } else if (code === TANH) {
    for (let k = from; k < to; k++) a[k] = Math.tanh(z[k]);
  } else if (code === RELU) {
    for (let k = from; k < to; k++) a[k] = Math.max(z[k], 0);
  } else if (code === STEP) {
    for (let k = from; k < to; k++) a[k] = z[k] > 0 ? 1 : z[k] <= 0 ? 0 : NaN;
  } else if (code === IDENTITY) {
    for (let k = from; k < to; k++) a[k] = z[k];
  } else {
    const largest = largestOf(z); // taken away it cancels, and no power overflows
    let sum = 0;
    for (let k = from; k < to; k++) sum += a[k] = Math.exp(z[k] - largest);
    for (let k = from; k < to; k++) a[k] /= sum;
  }
}

function largestOf(values) {
  let largest = -Infinity;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, values[k]);
  return largest;
}

/** From ∂E/∂a of a layer to δ = ∂E/∂z, in place: δ = g'(z) ∂E/∂a, with g' had from a. */
export function pullBack(code, a, delta) {
  let mean = 0;
  if (code === SOFTMAX) for (let k = 0; k < a.length; k++) mean += a[k] * delta[k];
  for (let k = 0; k < a.length; k++) {
    if (code === LOGISTIC) delta[k] *= a[k] * (1 - a[k]);
    else if (code === TANH) delta[k] *= 1 - a[k] * a[k];
    else if (code === RELU) delta[k] *= a[k] > 0 ? 1 : 0;
    else if (code === STEP) delta[k] *= 0;
    else if (code === SOFTMAX) delta[k] = a[k] * (delta[k] - mean);
  }
}

/** E of one example, from the last layer's z and a = g(z) and the targets from t[at] on. */
export function errorOfExample(crossEntropy, code, z, a, t, at) {
  let sum = 0;
  if (crossEntropy && code === SOFTMAX) {
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
  if (crossEntropy && code === SOFTMAX) {
    sum = 0; // of the targets, which need not be 1
    for (let k = 0; k < a.length; k++) sum += t[at + k];
  }
  for (let k = 0; k < a.length; k++) delta[k] = a[k] * sum - t[at + k];
  if (!crossEntropy) pullBack(code, a, delta);
}
