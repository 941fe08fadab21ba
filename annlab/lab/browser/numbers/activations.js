// Activation functions g, each beside its derivative, as loops over arrays.

const ACTIVATIONS = ["step", "identity", "logistic", "tanh", "relu", "softmax"];
const [STEP, IDENTITY, LOGISTIC, TANH, RELU, SOFTMAX] = ACTIVATIONS.keys();

/** The number that stands for an activation function in the loops. */
export function activationCode(name) {
  const code = ACTIVATIONS.indexOf(name);
  if (code < 0) throw new Error(`unknown activation function "${name}"`);
  return code;
}

/** Is it the one whose outputs each depend on every z of the layer? */
export const isSoftmax = (code) => code === SOFTMAX;

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

export function largestOf(values) {
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
