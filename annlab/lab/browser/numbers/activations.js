// Activation functions g, each with its derivative, as loops over arrays.

const ACTIVATIONS = ["step", "identity", "logistic", "tanh", "relu", "softmax"];
const [STEP, IDENTITY, LOGISTIC, TANH, RELU, SOFTMAX] = ACTIVATIONS.keys();

/**
 * The number that stands for an activation function in the loops.
 * @param {string} name
 * @returns {number}
 */
export function activationCode(name) {
  const code = ACTIVATIONS.indexOf(name);
  if (code < 0) throw new Error(`unknown activation function "${name}"`);
  return code;
}

/**
 * Softmax is the one whose outputs each depend on every z of the layer.
 * @param {number} code
 */
export const isSoftmax = (code) => code === SOFTMAX;

/**
 * a = g(z) at the indices from `from` up to `to`; z and a may be the same array. Softmax always
 * takes the whole layer.
 * @param {number} code
 * @param {Float64Array} z
 * @param {Float64Array} a
 * @param {number} from
 * @param {number} to
 */
export function activate(code, z, a, from, to) {
  if (code === LOGISTIC) {
    for (let k = from; k < to; k++) a[k] = 1 / (1 + Math.exp(-z[k]));
  } else if (code === TANH) {
    for (let k = from; k < to; k++) a[k] = Math.tanh(z[k]);
  } else if (code === RELU) {
    for (let k = from; k < to; k++) a[k] = Math.max(z[k], 0);
  } else if (code === STEP) {
    for (let k = from; k < to; k++) a[k] = stepAt(z[k]);
  } else if (code === IDENTITY) {
    for (let k = from; k < to; k++) a[k] = z[k];
  } else {
    softmax(z, a);
  }
}

/** @param {number} z */
function stepAt(z) {
  if (z > 0) return 1;
  return z <= 0 ? 0 : NaN;
}

/**
 * @param {Float64Array} z
 * @param {Float64Array} a
 */
function softmax(z, a) {
  const largest = largestOf(z); // subtracting it changes no quotient, and no power overflows
  let sum = 0;
  for (let k = 0; k < z.length; k++) sum += a[k] = Math.exp(z[k] - largest);
  for (let k = 0; k < z.length; k++) a[k] /= sum;
}

/**
 * @param {Float64Array} values
 * @returns {number} NaN if one of them is
 */
export function largestOf(values) {
  let largest = -Infinity;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, values[k]);
  return largest;
}

/**
 * From ∂E/∂a of a layer to δ = ∂E/∂z, in place: δ = g'(z) ∂E/∂a, with g' computed from a.
 * @param {number} code
 * @param {Float64Array} a
 * @param {Float64Array} delta
 */
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
