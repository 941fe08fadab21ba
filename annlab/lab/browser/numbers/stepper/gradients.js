// Stage 3, gradients: the slope ∂E/∂w of each weight and bias, unit by unit.

/** @import { Where } from "../network.js" */
/** @import { Update } from "./items.js" */

import { Z_FOR_A } from "./items.js";

/** @param {Update} update */
export function addGradients(update) {
  update.eachParameter("gradients", (index, where) => {
    if (where.bias) addSlopeOfBias(update, index, where);
    else addSlopeOfWeight(update, index, where);
  });
}

/**
 * @param {Update} update
 * @param {number} index
 * @param {Where} where
 */
function addSlopeOfBias(update, index, { layer, unit }) {
  update.add(update.slope(index), {
    at: { kind: "gradients", index },
    words: `slope of ${update.parameterWords(index)}`,
    rule: "A bias is the weight of an input that is always 1.",
    formula: [update.delta(layer, unit)],
    slips: [],
    uses: [index],
  });
}

/**
 * @param {Update} update
 * @param {number} index
 * @param {Where} where
 */
function addSlopeOfWeight(update, index, { layer, source, unit }) {
  const { net, theta } = update;
  const input = update.a(layer - 1, source);
  const delta = update.delta(layer, unit);
  const z = layer > 1 ? net.z[layer - 1][source] : 1; // inputs have no z
  update.add(update.slope(index), {
    at: { kind: "gradients", index },
    words: `slope of ${update.parameterWords(index)}`,
    rule: "What comes in at one end of the connection, times the δ at the other end.",
    formula: [input, " · ", delta],
    slips: [
      [delta.value, `Multiply by what comes in: ${input.symbol} is missing.`],
      [input.value, "The δ is missing."],
      [z * delta.value, Z_FOR_A],
      [theta[index] * delta.value, "Multiply by what comes in, not by the weight."],
    ],
    uses: [index],
  });
}
