// Stage 1, forward: z and a of each unit.

/** @import { Slip } from "./typed_answer.js" */
/** @import { Formula, Quantity, Update } from "./items.js" */

import { range } from "../arrays.js";
import { sum, total } from "./items.js";

/**
 * g(z) as a formula, of z and of all z of the layer.
 * @type {Record<string, (z: Quantity, all: Quantity[]) => Formula>}
 */
const ACTIVATED = {
  identity: (z) => [z],
  tanh: (z) => ["tanh(", z, ")"],
  relu: (z) => ["max(0, ", z, ")"],
  step: (z) => ["1 if ", z, " > 0, else 0"],
  logistic: (z) => ["1 / (1 + exp(−", z, "))"],
  softmax: (z, all) => ["exp(", z, ") / (", ...sum(all.map((each) => ["exp(", each, ")"])), ")"],
};

/** @param {Update} update */
export function addForward(update) {
  const { activations, layers, sizes } = update.net;
  for (let l = 1; l <= layers; l++) {
    const sumsFirst = activations[l - 1] === "softmax"; // its a needs every z of the layer
    for (let j = 0; j < sizes[l]; j++) {
      addSum(update, l, j);
      if (!sumsFirst) addActivation(update, l, j);
    }
    for (let j = 0; sumsFirst && j < sizes[l]; j++) addActivation(update, l, j);
  }
}

/**
 * @param {Update} update
 * @param {number} layer
 * @param {number} unit
 */
function addSum(update, layer, unit) {
  const { net, theta } = update;
  const inputs = net.a[layer - 1];
  const z = update.z(layer, unit);
  const uses = range(inputs.length, (i) => net.place(layer, i, unit));
  const bias = update.parameter(net.place(layer, inputs.length, unit));
  const products = uses.map((p, i) => [update.a(layer - 1, i), " · ", update.parameter(p)]);
  const sizes = uses.map((p, i) => Math.abs(inputs[i] * theta[p]));
  update.startGroup("forward");
  update.add(z, {
    at: { kind: "z", layer, unit },
    words: `weighted sum of ${update.names.words(layer, unit)}`,
    rule: "Add up what comes in: the bias, and each activation times its weight.",
    formula: [bias, " + ", ...sum(products)],
    slips: [
      [net.a[layer][unit], "That is a. The number asked for is z, before g is applied."],
      [z.value - bias.value, "The bias is missing."],
      [z.value - 2 * bias.value, "The bias is added, not subtracted."],
      [bias.value + total(inputs), "The weights are missing from the sum."],
    ],
    uses,
    size: Math.max(Math.abs(bias.value), ...sizes),
  });
}

/**
 * @param {Update} update
 * @param {number} layer
 * @param {number} unit
 */
function addActivation(update, layer, unit) {
  const { net, names } = update;
  const g = net.activations[layer - 1];
  const z = update.z(layer, unit);
  const a = update.a(layer, unit);
  /** @type {Slip[]} */
  const slips = [[z.value, "That is z: put it through g."]];
  if (g === "logistic") slips.push([1 - a.value, "That is g(−z)."]);
  if (g === "softmax") slips.push([Math.exp(z.value), "Divide by the sum over all outputs."]);
  update.startGroup("forward");
  update.add(a, {
    at: { kind: "a", layer, unit },
    words: `activation of ${names.words(layer, unit)}`,
    rule: `Put z through the activation function, here ${g}.`,
    formula: ACTIVATED[g](
      z,
      range(net.sizes[layer], (k) => update.z(layer, k)),
    ),
    slips,
  });
}
