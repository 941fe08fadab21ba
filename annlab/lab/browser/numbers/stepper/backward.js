// Stage 2, backward: the error, then δ of each unit, from the outputs to the first hidden layer.

/** @import { Slip } from "./typed_answer.js" */
/** @import { Formula, Quantity, Update } from "./items.js" */

import { range } from "../arrays.js";
import { isSoftmax, pullBack } from "../activations.js";
import { NO_SLOPE, Z_FOR_A, quantity, sum, total } from "./items.js";

/** @param {Update} update */
export function addBackward(update) {
  const { layers, outputs, sizes } = update.net;
  addError(update);
  for (let k = 0; k < outputs; k++) addOutputDelta(update, k);
  for (let l = layers - 1; l > 0; l--) {
    for (let j = 0; j < sizes[l]; j++) addHiddenDelta(update, l, j);
  }
}

// -- the error ---------------------------------------------------------------------------------

/** @param {Update} update */
function addError(update) {
  const { net, error } = update;
  const differences = differencesOf(update);
  /** @type {Slip[]} */
  const slips = [];
  if (!net.crossEntropy) {
    const oneOnly = "That is one output's part only: add up all of them.";
    slips.push([2 * error, "The ½ is missing."]);
    for (const difference of differences) slips.push([0.5 * difference * difference, oneOnly]);
  }
  update.startGroup("backward");
  update.add(quantity("E", error), {
    at: { kind: "E" },
    words: "error",
    rule: "The error of this example, before anything is changed.",
    formula: sum(eachOutput(update, errorTerm(update))),
    slips,
  });
}

/**
 * The error of one output as a formula.
 * @param {Update} update
 * @returns {(a: Quantity, t: Quantity) => Formula}
 */
function errorTerm({ net }) {
  if (!net.crossEntropy) return (a, t) => ["½ · (", a, " − ", t, ")²"];
  if (isSoftmax(net.codes[net.layers])) return (a, t) => ["−", t, " · ln ", a];
  return (a, t) => ["−", t, " · ln ", a, " − (1 − ", t, ") · ln(1 − ", a, ")"];
}

/**
 * A formula for each output, from its a and its target.
 * @param {Update} update
 * @param {(a: Quantity, t: Quantity) => Formula} term
 */
function eachOutput(update, term) {
  const { layers, outputs } = update.net;
  return range(outputs, (k) => term(update.a(layers, k), update.target(k)));
}

/**
 * a − t of each output.
 * @param {Update} update
 */
function differencesOf({ net, t }) {
  return range(net.outputs, (k) => net.a[net.layers][k] - t[k]);
}

// -- δ of the outputs --------------------------------------------------------------------------

/**
 * @param {Update} update
 * @param {number} unit
 */
function addOutputDelta(update, unit) {
  const { net, t, names } = update;
  const { crossEntropy, layers } = net;
  const delta = update.delta(layers, unit);
  const difference = differencesOf(update)[unit];
  const slope = slopeOf(update, layers, unit);
  /** @type {Slip[]} */
  const slips = [[-delta.value, "Right except for the sign: δ starts from a − t, not t − a."]];
  if (crossEntropy) {
    slips.push([difference * slope, "With cross-entropy g′(z) cancels: leave it out."]);
  } else {
    slips.push([difference, NO_SLOPE], [-difference, NO_SLOPE]);
  }
  slips.push([(net.z[layers][unit] - t[unit]) * (crossEntropy ? 1 : slope), Z_FOR_A]);
  update.startGroup("backward");
  update.add(delta, {
    at: { kind: "δ", layer: layers, unit },
    words: `error signal of ${names.words(layers, unit)}`,
    ...ruleOfOutputDelta(update, unit),
    slips,
    size: Math.abs(crossEntropy ? delta.value : difference * slope),
  });
}

/**
 * @param {Update} update
 * @param {number} unit
 * @returns {{ rule: string, formula: Formula }}
 */
function ruleOfOutputDelta(update, unit) {
  const { net } = update;
  const a = update.a(net.layers, unit);
  const t = update.target(unit);
  if (net.crossEntropy) {
    return {
      rule: "With cross-entropy the slope of g cancels: only the difference is left.",
      formula: crossEntropyDelta(update, a, t),
    };
  }
  if (isSoftmax(net.codes[net.layers])) {
    const mean = sum(eachOutput(update, (b, s) => [b, " · (", b, " − ", s, ")"]));
    return {
      rule: "Each output of softmax depends on every z, so the other differences count too.",
      formula: [a, " · ((", a, " − ", t, ") − (", ...mean, "))"],
    };
  }
  return {
    rule:
      "The difference from the target, times the slope of g. " +
      "Above 0 means that the output is too high.",
    formula: ["(", a, " − ", t, ") · ", ...slopeFormula(update, net.layers, unit)],
  };
}

/**
 * @param {Update} update
 * @param {Quantity} a
 * @param {Quantity} t
 * @returns {Formula}
 */
function crossEntropyDelta({ net, t: targets }, a, t) {
  const all = isSoftmax(net.codes[net.layers]) ? total(targets) : 1; // the targets of softmax usually sum to 1
  return all === 1 ? [a, " − ", t] : [a, " · ", quantity("Σ t", all), " − ", t];
}

// -- δ of the hidden units -----------------------------------------------------------------------

/**
 * @param {Update} update
 * @param {number} layer
 * @param {number} unit
 */
function addHiddenDelta(update, layer, unit) {
  const { net, theta, names } = update;
  const z = net.z[layer][unit];
  const slope = slopeOf(update, layer, unit);
  const deltas = net.delta[layer + 1];
  const uses = range(deltas.length, (k) => net.place(layer + 1, unit, k));
  const paths = uses.map((p, k) => deltas[k] * theta[p]);
  const back = sum(uses.map((p, k) => [update.delta(layer + 1, k), " · ", update.parameter(p)]));
  /** @type {Slip[]} */
  const slips = [
    [total(paths), NO_SLOPE],
    [slope * total(deltas), "The weights are missing from the sum."],
    [total(deltas), "The weights and the slope g′(z) are missing."],
  ];
  paths.forEach((path, k) => {
    slips.push([slope * path, `That is only the path through ${names.words(layer + 1, k)}.`]);
  });
  if (net.activations[layer - 1] === "logistic") {
    slips.push([z * (1 - z) * total(paths), Z_FOR_A]);
  }
  update.startGroup("backward");
  update.add(update.delta(layer, unit), {
    at: { kind: "δ", layer, unit },
    words: `error signal of ${names.words(layer, unit)}`,
    rule:
      "Add up the δ of the next layer, each times the weight that leads to it. " +
      "Then multiply by the slope of g.",
    formula: [
      ...slopeFormula(update, layer, unit),
      " · ",
      ...(paths.length > 1 ? ["(", ...back, ")"] : back),
    ],
    slips,
    uses,
    size: slope * Math.max(...paths.map(Math.abs)),
  });
}

// -- the slope of g ------------------------------------------------------------------------------

/**
 * g′(z) of a unit; for softmax, ∂a/∂z of the unit itself.
 * @param {Update} update
 * @param {number} layer
 * @param {number} unit
 */
function slopeOf({ net }, layer, unit) {
  const a = net.a[layer][unit];
  if (isSoftmax(net.codes[layer])) return a * (1 - a);
  const slope = Float64Array.of(1);
  pullBack(net.codes[layer], Float64Array.of(a), slope);
  return slope[0];
}

/**
 * @param {Update} update
 * @param {number} layer
 * @param {number} unit
 * @returns {Formula}
 */
function slopeFormula(update, layer, unit) {
  const a = update.a(layer, unit);
  const g = update.net.activations[layer - 1];
  if (g === "logistic") return [a, " · (1 − ", a, ")"];
  if (g === "tanh") return ["(1 − ", a, "²)"];
  const symbol = `g′(${update.z(layer, unit).symbol})`;
  return [quantity(symbol, slopeOf(update, layer, unit), "forward")];
}
