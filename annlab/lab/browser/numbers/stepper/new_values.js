// Stage 4, update: the new value of each weight and bias, unit by unit.

/** @import { Update } from "./items.js" */

import { quantity } from "./items.js";

const STEP_ONLY = "That is only the step: subtract it from the old value.";

/** @param {Update} update */
export function addNewValues(update) {
  update.eachParameter("update", (index) => addNewValue(update, index));
}

/**
 * @param {Update} update
 * @param {number} index
 */
function addNewValue(update, index) {
  const old = update.parameter(index);
  const slope = update.slope(index);
  const step = slope.value * update.rate;
  update.add(quantity(`new ${old.symbol}`, old.value - step), {
    at: { kind: "update", index },
    words: `new value of ${update.parameterWords(index)}`,
    rule: "Subtract η times the slope from the old value.",
    formula: [old, " − ", quantity("η", update.rate), " · ", slope],
    slips: [
      [old.value + step, "The step goes uphill: η times the slope is subtracted, not added."],
      [old.value - slope.value, "The rate η is missing."],
      [step, STEP_ONLY],
      [-step, STEP_ONLY],
    ],
    uses: [index],
    size: Math.max(Math.abs(old.value), Math.abs(step)),
  });
}
